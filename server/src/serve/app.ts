import * as ingestEndpoints from '@bx/contracts/endpoints/ingest'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Keys } from '../ingest/keys.ts'
import type { SampleRates } from '../ingest/sampleRates.ts'
import { AppError, databaseCode, isTransient } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { gate } from '../lib/gate.ts'
import { type Pepper, randomToken } from '../lib/ids.ts'
import type { Logger } from '../lib/logger.ts'
import { audit } from '../ops/audit.ts'
import type { ProcessMetrics } from '../ops/metricsText.ts'
import type { Queue } from '../queue/queue.ts'
import type { Sql } from '../store/db.ts'
import type { Organisation } from '../store/settings.ts'
import { createAuthorise } from './access.ts'
import { AnswerCache } from './cache.ts'
import { mountDocs } from './docs.ts'
import { Mounts } from './mount.ts'
import { mountAnalytics } from './routes/analytics.ts'
import { mountCommercial } from './routes/commercial.ts'
import { mountDimensions } from './routes/dimensions.ts'
import { mountFailedWork } from './routes/failedWork.ts'
import { mountIngest } from './routes/ingest.ts'
import { mountHealth, mountOperations } from './routes/operations.ts'
import { mountPerformance } from './routes/performance.ts'
import { mountSettings } from './routes/settings.ts'
import { mountStaff } from './routes/staff.ts'
import { mountStatic } from './static.ts'

/** Everything the HTTP server needs; nothing is read from the environment here. */
export interface AppDeps {
  /** Dashboards and staff. */
  readonly sql: Sql
  readonly queue: Queue
  readonly keys: Keys
  readonly sampleRates: SampleRates
  readonly pepper: Pepper
  readonly organisation: Organisation
  readonly metrics: ProcessMetrics
  readonly logger: Logger
  readonly failpoint: Failpoint
  readonly now: () => number
  /** Secure cookies: the public address is https. */
  readonly secure: boolean
  readonly trustProxy: boolean
  readonly inboxMaxEvents: number
  readonly poolSize: number
  /** `ingest` takes events and answers health checks only. */
  readonly role: 'ingest' | 'api'
  /** Folders with the built dashboard, the SDK bundle and the example shop; missing ones are not served. */
  readonly folders: { readonly web: string; readonly sdk: string; readonly examples: string }
}

/** A dashboard question waits this long for a connection, then hears 503 (the design's 10 s). */
const POOL_WAIT_MS = 10_000

export interface App {
  readonly server: FastifyInstance
  /** operationIds of the endpoints that are there. */
  readonly mounted: ReadonlySet<string>
}

/** Builds the HTTP server without listening, so that tests can call it directly. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const server = fastify({
    bodyLimit: 1_048_576,
    trustProxy: deps.trustProxy,
    genReqId: () => randomToken(9),
    // Slow clients may not hold a socket for ever.
    connectionTimeout: 30_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be read reaches no route, and none of the hooks below.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id)
      answerError(error, request, reply, deps)
    },
  })
  answerErrors(server, deps)
  server.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  measureRequests(server, deps)
  const mounts = new Mounts(server, createAuthorise(deps.sql, deps.secure), (endpoint, actor, target, error) =>
    audit(deps.sql, { actor, action: endpoint.operationId, target, details: { refused: error.code } }),
  )
  const ask = gate(deps.poolSize, POOL_WAIT_MS)
  mountIngest(server, mounts, deps)
  mountHealth(mounts, deps, ask)
  if (deps.role === 'api') {
    mountStaff(mounts, deps)
    mountDimensions(mounts, deps)
    mountSettings(mounts, deps)
    mountAnalytics(mounts, deps, ask, new AnswerCache())
    mountPerformance(mounts, deps, ask, new AnswerCache())
    mountCommercial(mounts, deps, ask)
    mountOperations(mounts, deps, ask)
    mountFailedWork(mounts, deps, ask)
    await mountDocs(server)
    await mountStatic(server, deps.folders)
  }
  return { server, mounted: mounts.mounted }
}

/** What dashboards ask, by outcome and time; ingest has its own figures, files are not counted. */
function measureRequests(server: FastifyInstance, { metrics }: AppDeps): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url
    if (!route?.startsWith('/api/') || INGEST_ROUTES.has(route)) return
    metrics.count('bx_api_requests_total', { status: `${Math.floor(reply.statusCode / 100)}xx` })
    metrics.observe('bx_api_request_seconds', reply.elapsedTime / 1000)
  })
}

const INGEST_ROUTES: ReadonlySet<string> = new Set(Object.values(ingestEndpoints).map(({ path }) => path))

function answerErrors(server: FastifyInstance, deps: AppDeps): void {
  server.setNotFoundHandler(() => {
    throw new AppError('not_found')
  })
  server.setErrorHandler((error: FastifyError | AppError, request, reply) => answerError(error, request, reply, deps))
}

function answerError(
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
  { logger, metrics }: AppDeps,
): FastifyReply {
  const known = asAppError(error)
  metrics.count('bx_http_errors_total', { code: known.code })
  if (known.status === 500)
    logger.error('request_failed', { request: request.id, route: request.routeOptions.url, error })
  if (known.retryAfter !== undefined) reply.header('retry-after', String(known.retryAfter))
  const { code, message, details } = known
  return reply.status(known.status).send({ error: { code, message, details: details ?? null, request_id: request.id } })
}

/** SQLSTATE of what only input can cause, and no schema of ours rules out. */
const INPUT_FAULTS: Readonly<Record<string, { field: string; message: string }>> = {
  '22021': { field: 'text', message: 'expected text without NUL' },
  '22008': { field: 'day', message: 'expected a day from the year 1 on' },
}

const ADDRESS_FAULTS: ReadonlySet<string> = new Set(['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH'])
const BAD_ADDRESS = {
  field: 'path',
  message: 'expected a percent-encoded UTF-8 path with parts of at most 200 characters',
}

/** Fastify's own refusals and the database's faults, in our codes. */
function asAppError(error: FastifyError | AppError): AppError {
  if (error instanceof AppError) return error
  if (isTransient(error)) return new AppError('database_busy', { cause: error })
  const fault = INPUT_FAULTS[databaseCode(error) ?? '']
  if (fault) return new AppError('invalid_request', { cause: error, details: [fault] })
  if (ADDRESS_FAULTS.has(error.code)) return new AppError('invalid_request', { cause: error, details: [BAD_ADDRESS] })
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new AppError('too_large', { cause: error })
  if (status === 415)
    return new AppError('invalid_request', {
      cause: error,
      details: [{ field: 'content-type', message: 'expected application/json' }],
    })
  if (status !== undefined && status >= 400 && status < 500) return new AppError('invalid_json', { cause: error })
  return new AppError('internal', { cause: error })
}
