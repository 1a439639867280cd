import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { metrics } from '@bx/contracts/endpoints/operations'
import { AppError } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import { proveMetricsToken } from './bearer.ts'
import type { Mounts } from './mount.ts'
import { clientErrorHandler, type RefusalDeps, refusalAnswer } from './refusals.ts'

// Metrics reveal traffic and errors, so they are for operators only: on a separate port or behind a token.

export type MetricsText = () => Promise<string>

export interface MetricsAccess {
  /** A port that serves only metrics; null for none. */
  readonly port: number | null
  readonly host: string
  /** Required wherever metrics are served, if set. */
  readonly token: string | null
}

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** On the public port: behind the token, and only if metrics have no port of their own (`access.ts`). */
export function mountMetrics(mounts: Mounts, text: MetricsText): void {
  mounts.mount(
    metrics,
    async ({ reply }) => {
      reply.header('content-type', CONTENT_TYPE)
      return text()
    },
    // The text itself passes the limiter, on both ports.
    { asksItself: true },
  )
}

export interface MetricsPort extends RefusalDeps {
  readonly access: MetricsAccess & { readonly port: number }
  readonly text: MetricsText
}

/** Listens on the port for metrics. Returns how to close it. Rejects if the port is taken. */
export async function openMetricsPort(options: MetricsPort): Promise<{ close(): Promise<void> }> {
  const { access } = options
  const server = createServer((request, response) => void answer(request, response, options))
  server.on('clientError', clientErrorHandler(options))
  server.listen(access.port, access.host)
  await once(server, 'listening')
  return {
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, options: MetricsPort): Promise<void> {
  const { headers, access, text } = options
  try {
    if (request.method !== 'GET' || request.url !== metrics.path) throw new AppError('not_found')
    if (access.token !== null) proveMetricsToken(request.headers.authorization, access.token)
    const figures = await text()
    const own = { 'content-type': CONTENT_TYPE, 'x-request-id': randomToken(9) }
    response.writeHead(200, { ...headers, ...own }).end(figures)
  } catch (error) {
    const refusal = error instanceof AppError ? error : new AppError('database_busy', { cause: error })
    const refused = refusalAnswer(refusal, headers)
    response.writeHead(refusal.status, refused.headers).end(refused.body)
  }
}
