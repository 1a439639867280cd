import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { AppError, type ErrorCode } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import type { ProcessMetrics } from '../monitoring/processMetrics.ts'
import type { Headers } from './securityHeaders.ts'

// Requests that Node refuses before any route sees them: headers too long, protocol errors. These answers have our
// codes and headers too.

export interface RefusalDeps {
  readonly headers: Headers
  readonly metrics: ProcessMetrics
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

/** For Node's `clientError`: answers in JSON, then closes the connection, because its next bytes cannot be parsed. */
export function clientErrorHandler({ headers, metrics }: RefusalDeps) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    const { _httpMessage: answering } = socket as Socket & { _httpMessage?: ServerResponse | null }
    if (!socket.writable || answering?.headersSent) {
      socket.destroy()
      return
    }
    const refusal = new AppError(CODES[error.code ?? ''] ?? 'malformed_request')
    metrics.count('bx_http_errors_total', { code: refusal.code })
    socket.end(responseText(refusal, headers), () => socket.destroy())
  }
}

/** Refuses expectations other than 100-continue, and requests without a valid Host, like any other bad input. */
export function refuseUnusable(server: FastifyInstance, { headers, metrics }: RefusalDeps): void {
  server.addHook('onRequest', async (request) => {
    if (!isHost(request.raw)) throw new AppError('malformed_request')
  })
  server.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const refusal = new AppError('expectation_failed')
    metrics.count('bx_http_errors_total', { code: refusal.code })
    const { body, ...answer } = refusalAnswer(refusal, headers)
    response.writeHead(refusal.status, { ...answer.headers, connection: 'close' }).end(body)
  })
}

/** HTTP/1.1 requires a Host; its name is part of every absolute address we build. */
function isHost({ headers: { host }, httpVersion }: IncomingMessage): boolean {
  if (host === undefined) return httpVersion === '1.0'
  return URL.canParse(`http://${host}/`) && /^[\w.:[\]-]+$/.test(host)
}

/** The body of a refusal and its headers, for code that answers without Fastify. */
export function refusalAnswer({ code, message }: AppError, headers: Headers): { body: string; headers: Headers } {
  const id = randomToken(9)
  const body = JSON.stringify({ error: { code, message, details: null, request_id: id } })
  const own = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) }
  return { body, headers: { ...headers, ...own, 'x-request-id': id } }
}

function responseText(refusal: AppError, common: Headers): string {
  const { body, headers } = refusalAnswer(refusal, common)
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${refusal.status} ${refusal.code}`, ...lines, '', body].join('\r\n')
}
