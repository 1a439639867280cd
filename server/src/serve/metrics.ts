import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { metrics } from '@bx/contracts/endpoints/operations'
import { AppError } from '../lib/errors.ts'
import { randomToken, sha256 } from '../lib/ids.ts'
import type { Mounts } from './mount.ts'
import { clientErrorHandler, type RefusalDeps, refusalAnswer } from './refusals.ts'

// Metrics say how much traffic there is and what goes wrong: for operators, on a port of their own or behind a token.

export type MetricsText = () => Promise<string>

export interface MetricsAccess {
  /** A port that serves nothing else; null for none. */
  readonly port: number | null
  readonly host: string
  /** Needed wherever metrics are served, when it is set. */
  readonly token: string | null
}

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** On the public port: behind the token, and only where there is no port for them. */
export function mountMetrics(mounts: Mounts, { port, token }: MetricsAccess, text: MetricsText): void {
  mounts.mount(metrics, async ({ request, reply }) => {
    if (token === null || port !== null) throw new AppError('not_found')
    prove(request.headers.authorization, token)
    reply.header('content-type', CONTENT_TYPE)
    return text()
  })
}

export interface MetricsPort extends RefusalDeps {
  readonly access: MetricsAccess & { readonly port: number }
  readonly text: MetricsText
}

/** Listens on the port for metrics. Returns how to close it. Rejects when the port is taken. */
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
    prove(request.headers.authorization, access.token)
    const figures = await text()
    const own = { 'content-type': CONTENT_TYPE, 'x-request-id': randomToken(9) }
    response.writeHead(200, { ...headers, ...own }).end(figures)
  } catch (error) {
    const refusal = error instanceof AppError ? error : new AppError('database_busy', { cause: error })
    const refused = refusalAnswer(refusal, headers)
    response.writeHead(refusal.status, refused.headers).end(refused.body)
  }
}

function prove(authorization: string | undefined, token: string | null): void {
  if (token === null) return
  const given = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (given === undefined || !timingSafeEqual(sha256(given), sha256(token))) throw new AppError('metrics_token_needed')
}
