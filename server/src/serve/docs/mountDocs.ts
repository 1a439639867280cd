import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../lib/errors.ts'
import { apiPage, ORIGIN } from './apiPage.ts'
import type { OpenApiDocument } from './openApiDocument.ts'

/** The generated document (`npm run generate`); a test fails if it does not match the endpoints. */
const OPENAPI_FILE = new URL('../../../../contracts/openapi.json', import.meta.url)

/** Only our own style and script; nothing inline, no requests, no frames. */
const POLICY = [
  "default-src 'none'",
  ...["style-src 'self'", "script-src 'self'", "img-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ')

/** OpenAPI at /api/openapi.json, and a readable page at /api/docs that loads nothing from other origins. */
export async function mountDocs(server: FastifyInstance): Promise<void> {
  const document = readFileSync(OPENAPI_FILE, 'utf8')
  const page = apiPage(JSON.parse(document) as OpenApiDocument)
  server.get('/api/openapi.json', (_request, reply) => reply.header('content-type', 'application/json').send(document))
  for (const [file, type] of [['page.css', 'text/css'] as const, ['page.js', 'text/javascript'] as const]) {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8')
    server.get(`/api/docs/${file}`, (_request, reply) =>
      reply.header('content-type', `${type}; charset=utf-8`).send(text),
    )
  }
  for (const path of ['/api/docs', '/api/docs/'])
    server.get(path, ({ protocol, host }, reply) =>
      reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', POLICY)
        .send(page.replaceAll(ORIGIN, originOf(protocol, host))),
    )
}

/** The address in the examples; the client or a proxy sends it. */
function originOf(protocol: string, host: string): string {
  const address = `${protocol}://${host}/`
  if (!URL.canParse(address)) throw new AppError('malformed_request')
  const { origin } = new URL(address)
  // An origin has no such characters, whoever wrote the Host.
  if (/[<>"'&\s]/.test(origin)) throw new AppError('malformed_request')
  return origin
}
