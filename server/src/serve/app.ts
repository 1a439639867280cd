import * as ingestEndpoints from '@bx/contracts/endpoints/ingest'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { audit } from '../accounts/audit.ts'
import { mountIngest } from '../ingest/http/batches.ts'
import { createConnectionLimiter } from '../lib/connectionLimiter.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import { trustOf } from '../lib/trustedProxies.ts'
import { openVerdicts } from '../query/exposureVerdicts.ts'
import { createAuthorise } from './access.ts'
import { answersOf } from './answers.ts'
import type { AppDeps } from './appDeps.ts'
import { asAppError } from './asAppError.ts'
import { AnswerCache } from './cache.ts'
import { connectionTimeouts, hasHungUp, limitConnections } from './connections.ts'
import { mountDocs } from './docs/mountDocs.ts'
import { type MetricsText, mountMetrics } from './metrics.ts'
import { type AuditNotes, Mounts } from './mount.ts'
import { answerNotFound } from './notFound.ts'
import { clientErrorHandler, type RefusalDeps, refuseUnusable } from './refusals.ts'
import { mountAccounts } from './routes/accounts.ts'
import { mountAnalytics } from './routes/analytics.ts'
import { mountCommercial } from './routes/commercial.ts'
import { mountCommercialOverview } from './routes/commercialOverview.ts'
import { mountDimensions } from './routes/dimensions.ts'
import { mountExposureConfig } from './routes/exposureConfig.ts'
import { mountFailedWork } from './routes/failedWork.ts'
import { mountModelRuns } from './routes/modelRuns.ts'
import { metricsTextOf, mountHealth, mountOperations } from './routes/operations.ts'
import { mountPacing } from './routes/pacing.ts'
import { mountPackageAdjustments } from './routes/packageAdjustments.ts'
import { mountPackages } from './routes/packages.ts'
import { mountPerformance } from './routes/performance.ts'
import { mountQuotes } from './routes/quotes.ts'
import { mountSettings } from './routes/settings.ts'
import { mountSlotMix } from './routes/slotMix.ts'
import { mountStaff } from './routes/staff.ts'
import { type Headers, securityHeaders } from './securityHeaders.ts'
import { mountStatic } from './static.ts'

/**
 * Queries of one person: 3 at a time. Screens send up to 6 at once, so several screens fit into the queue. After 10 s
 * in the queue a query is refused.
 */
const PERSON = { running: 3, waiting: 24 }
const WAIT_MS = 10_000
/** Connections that queries never use: sessions can be looked up while all queries are slow. */
const SESSION_CONNECTIONS = 2

export interface App {
  readonly server: FastifyInstance
  /** operationIds of the mounted endpoints. */
  readonly mounted: ReadonlySet<string>
  readonly metricsText: MetricsText
  /** For another port of this process, so that it refuses in the same way. */
  readonly refusals: RefusalDeps
}

/** Builds the HTTP server without listening, so that tests can call it directly. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const refusals = { headers: securityHeaders({ https: deps.secure }), metrics: deps.metrics }
  const server = openServer(deps, refusals)
  limitConnections(server, deps, deps.metrics)
  answerErrors(server, deps)
  setHeaders(server, refusals.headers)
  refuseUnusable(server, refusals)
  measureRequests(server, deps)
  const size = Math.max(1, deps.poolSize - SESSION_CONNECTIONS)
  const ask = createConnectionLimiter({ size, perPerson: PERSON, waitMs: WAIT_MS })
  const notes: AuditNotes = {
    refusal: (endpoint, actor, target, error) =>
      audit(deps.sql, { actor, action: endpoint.operationId, target, details: { refused: error.code } }),
    export: (endpoint, actor, details) =>
      audit(deps.sql, { actor, action: 'exportCsv', target: endpoint.operationId, details }),
  }
  const mounts = new Mounts(server, createAuthorise(deps), notes, ask)
  const metricsText = metricsTextOf(deps, ask)
  mountIngest(server, mounts.mounted, { ...deps, readVerdicts: openVerdicts(deps.sql, deps.now) })
  mountExposureConfig(mounts, deps)
  mountHealth(mounts, deps)
  mountMetrics(mounts, metricsText)
  if (deps.role === 'api') {
    mountStaff(mounts, deps)
    mountAccounts(mounts, deps)
    mountDimensions(mounts, deps)
    mountSettings(mounts, deps)
    const answers = answersOf(deps, ask, new AnswerCache())
    mountAnalytics(mounts, deps, answers)
    mountPerformance(mounts, deps, answers)
    mountModelRuns(mounts, deps)
    mountCommercial(mounts, deps)
    mountPackages(mounts, deps)
    mountSlotMix(mounts, deps, answers)
    mountCommercialOverview(mounts, deps, answers)
    mountQuotes(mounts, deps)
    mountPackageAdjustments(mounts, deps)
    mountPacing(mounts, deps)
    mountOperations(mounts, deps, ask)
    mountFailedWork(mounts, deps)
    await mountDocs(server)
    await mountStatic(server, deps.folders)
  }
  return { server, mounted: mounts.mounted, metricsText, refusals }
}

function openServer(deps: AppDeps, refusals: RefusalDeps): FastifyInstance {
  const timeouts = connectionTimeouts(deps)
  return fastify({
    bodyLimit: 1_048_576,
    trustProxy: trustOf(deps.trustProxy),
    genReqId: () => randomToken(9),
    ...timeouts,
    routerOptions: { maxParamLength: 200 },
    // Our own hook refuses a request without a Host, and a request during shutdown is still answered.
    http: { ...timeouts.http, requireHostHeader: false },
    return503OnClosing: false,
    clientErrorHandler: clientErrorHandler(refusals),
    // A malformed URL reaches no route and no hook.
    frameworkErrors: (error, request, reply) => {
      reply.headers(refusals.headers).header('x-request-id', request.id)
      answerError(error, request, reply, deps)
    },
  })
}

function setHeaders(server: FastifyInstance, headers: Headers): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
  })
  server.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

/** Measures dashboard requests by outcome and time; ingest has its own metrics, files are not counted. */
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
  answerNotFound(server, deps.folders)
  server.setErrorHandler((error: FastifyError | AppError, request, reply) => answerError(error, request, reply, deps))
}

function answerError(
  error: FastifyError | AppError,
  request: FastifyRequest,
  reply: FastifyReply,
  { logger, metrics }: AppDeps,
): FastifyReply {
  const known = hasHungUp(request, error) ? new AppError('client_closed', { cause: error }) : asAppError(error)
  metrics.count('bx_http_errors_total', { code: known.code })
  if (known.status === 500)
    logger.error('request_failed', { request: request.id, route: request.routeOptions.url, error })
  if (known.retryAfter !== undefined) reply.header('retry-after', String(known.retryAfter))
  const { code, message, details } = known
  return reply.status(known.status).send({ error: { code, message, details: details ?? null, request_id: request.id } })
}
