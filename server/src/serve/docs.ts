import { readFileSync } from 'node:fs'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../lib/errors.ts'
import { pagePolicy } from './pagePolicy.ts'

/** The generated document (`npm run generate`); a test fails if it does not match the endpoints. */
const OPENAPI_FILE = new URL('../../../contracts/openapi.json', import.meta.url)

/** Disables the hosted services of the page's vendor, which would receive our document. */
const NOTHING_HOSTED = {
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
}

/** OpenAPI at /api/openapi.json, and a readable page at /api/docs that loads nothing from other origins. */
export async function mountDocs(server: FastifyInstance): Promise<void> {
  const document = readFileSync(OPENAPI_FILE, 'utf8')
  server.get('/api/openapi.json', (_request, reply) => reply.header('content-type', 'application/json').send(document))
  await server.register(async (scope) => {
    // The page builds an absolute address from the Host that the client or a proxy sends.
    scope.addHook('onRequest', async ({ protocol, hostname }) => {
      if (!URL.canParse(`${protocol}://${hostname}/`)) throw new AppError('malformed_request')
    })
    let known = { html: '', policy: '' }
    scope.addHook('onSend', async (_request, reply, payload) => {
      if (typeof payload !== 'string' || !String(reply.getHeader('content-type')).startsWith('text/html')) return
      if (payload !== known.html) known = { html: payload, policy: pagePolicy(payload) }
      reply.header('content-security-policy', known.policy)
    })
    await scope.register(scalar, {
      routePrefix: '/api/docs',
      configuration: { content: document, withDefaultFonts: false, telemetry: false, ...NOTHING_HOSTED } as never,
    })
  })
}
