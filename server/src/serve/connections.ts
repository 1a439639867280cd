import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProcessMetrics } from '../monitoring/processMetrics.ts'

// Limits connections: how many there are, and how slow a client may be.

export interface ConnectionLimits {
  /** Concurrent connections; the next one is closed immediately. */
  readonly maxConnections: number
  /** Time a client has for its request line and headers, milliseconds. */
  readonly headersTimeoutMs?: number
}

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000

/** Fastify's options: no client can hold a connection by sending slowly or not at all. */
export function connectionTimeouts({ headersTimeoutMs = HEADERS_TIMEOUT_MS }: ConnectionLimits) {
  return {
    connectionTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    // Node checks for late clients once in this interval; its default of 30 s would triple the timeout.
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: headersTimeoutMs / 5 },
  } as const
}

/** Without a limit memory and file descriptors would run out for everybody; refused connections are counted. */
export function limitConnections(
  { server }: FastifyInstance,
  { maxConnections }: ConnectionLimits,
  metrics: ProcessMetrics,
): void {
  server.maxConnections = maxConnections
  server.on('drop', () => metrics.count('bx_connections_refused_total', { reason: 'max_connections' }))
}

/** The client disconnected while it was sending: nobody receives the answer, and it is not a failure of ours. */
export function hasHungUp(request: FastifyRequest, error: NodeJS.ErrnoException): boolean {
  // 'aborted' is Node's message; a lost connection to the database has the same code.
  const isCut = error.code === 'body_cut_short' || (error.code === 'ECONNRESET' && error.message === 'aborted')
  return request.raw.aborted && isCut
}
