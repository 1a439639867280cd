import type { z } from 'zod'

/**
 * One HTTP endpoint as a plain object. From it derive: the route and the validation of request and answer
 * (`server/src/serve/mount.ts`), OpenAPI, the documentation page and the typed client of `web`.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path parameters in braces: `/api/placements/{placement_id}`. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly tag: 'Ingest' | 'Staff' | 'Dimensions' | 'Analytics' | 'Commercial' | 'Operations' | 'Settings'
  readonly auth: Auth
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Status of the normal answer. */
  readonly status: 200 | 201 | 202 | 204
  readonly response: z.ZodType
  /** The rows that `format=csv` writes, when the endpoint is a table. */
  readonly csv?: boolean
}

/**
 * `write_key`: Authorization: Bearer, or `write_key` in the body. `viewer`, `analyst`, `admin`: a staff
 * session of at least that role. `metrics_token`: Authorization: Bearer with METRICS_TOKEN. `open`: nobody needs to prove
 * anything.
 */
export type Auth = 'open' | 'write_key' | 'metrics_token' | 'viewer' | 'analyst' | 'admin'

export type Params<E extends Endpoint> = E['params'] extends z.ZodType ? z.input<E['params']> : undefined
export type Query<E extends Endpoint> = E['query'] extends z.ZodType ? z.input<E['query']> : undefined
export type Body<E extends Endpoint> = E['body'] extends z.ZodType ? z.input<E['body']> : undefined
export type Answer<E extends Endpoint> = z.output<E['response']>
