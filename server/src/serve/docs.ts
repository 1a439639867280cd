import { readFileSync } from 'node:fs'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

/** The generated document (`npm run generate`); a test fails when it lags behind the endpoints. */
const OPENAPI_FILE = new URL('../../../contracts/openapi.json', import.meta.url)

/** OpenAPI at /api/openapi.json, and a readable page at /api/docs that loads nothing from elsewhere. */
export async function mountDocs(server: FastifyInstance): Promise<void> {
  const document = readFileSync(OPENAPI_FILE, 'utf8')
  server.get('/api/openapi.json', (_request, reply) => reply.header('content-type', 'application/json').send(document))
  await server.register(scalar, {
    routePrefix: '/api/docs',
    configuration: { content: document, withDefaultFonts: false, telemetry: false } as never,
  })
}
