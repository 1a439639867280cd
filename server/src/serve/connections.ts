import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProcessMetrics } from '../ops/metricsText.ts'

// What connections may cost: how many there are, and how long a slow one may take.

export interface ConnectionLimits {
  /** Connections at a time; the next one is closed at once. */
  readonly maxConnections: number
  /** Time a client has for its request line and headers, milliseconds. */
  readonly headersTimeoutMs?: number
}

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000

/** Fastify's options: no client holds a connection by sending slowly, or nothing. */
export function connectionTimeouts({ headersTimeoutMs = HEADERS_TIMEOUT_MS }: ConnectionLimits) {
  return {
    connectionTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    // Node looks for late clients once in this interval; its default of 30 s would triple the timeout.
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: headersTimeoutMs / 5 },
  } as const
}

/** Memory and file descriptors run out for everybody; a limit turns away only those beyond it, and counts them. */
export function limitConnections(
  { server }: FastifyInstance,
  { maxConnections }: ConnectionLimits,
  metrics: ProcessMetrics,
): void {
  server.maxConnections = maxConnections
  server.on('drop', () => metrics.count('bx_connections_refused_total', { reason: 'max_connections' }))
}

/** The client ended the connection while it was sending: nobody hears the answer, and it is no failure of ours. */
export function hasHungUp(request: FastifyRequest, error: NodeJS.ErrnoException): boolean {
  // 'aborted' is Node's word for it; a lost connection to the database has the same code.
  const isCut = error.code === 'body_cut_short' || (error.code === 'ECONNRESET' && error.message === 'aborted')
  return request.raw.aborted && isCut
}
