import type { Auth, Endpoint } from '@bx/contracts/endpoints/endpoint'
import { isPermission } from '@bx/contracts/endpoints/permissions'
import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import { z } from 'zod'

type Json = Record<string, unknown>

/** OpenAPI 3.1 of the endpoint objects: the same schemas that validate. */
export function openApi(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {}
    path[endpoint.method.toLowerCase()] = operation(endpoint)
    paths[endpoint.path] = path
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Brand Exposure Dashboard',
      version: '1',
      description:
        'Times are ISO 8601; days are calendar days of the reporting time zone, both ends included. ' +
        'Errors are { error: { code, message, details, request_id } } with stable codes.',
    },
    paths,
    components: {
      schemas: {
        Exposure: schemaOf(exposure, 'input'),
        Render: schemaOf(render, 'input'),
        Click: schemaOf(click, 'input'),
        Conversion: schemaOf(conversion, 'input'),
      },
      securitySchemes: Object.fromEntries(
        Object.entries(SCHEMES).filter(([name]) => endpoints.some(({ auth }) => schemeOf(auth) === name)),
      ),
    },
  }
}

type Scheme = 'write_key' | 'server_key' | 'metrics_token' | 'merchant' | 'staff'

/** How each kind of principal authenticates. */
const SCHEMES: Readonly<Record<Scheme, Json>> = {
  write_key: { type: 'http', scheme: 'bearer', description: 'A browser, server or import key' },
  server_key: { type: 'http', scheme: 'bearer', description: 'A server or import key' },
  metrics_token: { type: 'http', scheme: 'bearer', description: 'The setting METRICS_TOKEN' },
  merchant: { type: 'http', scheme: 'bearer', description: 'Of a merchant' },
  staff: { type: 'apiKey', in: 'cookie', name: 'bx_session', description: 'Set by POST /api/staff/login' },
}

function schemeOf(auth: Auth): Scheme | null {
  if (auth === 'open') return null
  return isPermission(auth) ? 'staff' : auth
}

/** The scheme, and for staff the permission that the role needs. */
function securityOf(auth: Auth): Json {
  const scheme = schemeOf(auth)
  if (scheme === null) return {}
  return { security: [{ [scheme]: scheme === 'staff' ? [auth] : [] }] }
}

function operation(endpoint: Endpoint): Json {
  const answer = {
    description: endpoint.summary,
    content: { 'application/json': { schema: schemaOf(endpoint.response, 'output') } },
  }
  return {
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...securityOf(endpoint.auth),
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    responses: { [endpoint.status]: answer, default: { description: 'An error; see its code' } },
  }
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const { properties, required = [] } = schemaOf(schema, 'input') as {
    properties: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}
