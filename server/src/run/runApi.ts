import { join } from 'node:path'
import { openPool } from '../db/openPool.ts'
import { postgresKeys } from '../ingest/keys.ts'
import { openQuotas, type QuotaLimits } from '../ingest/quotas.ts'
import { postgresSampleRates } from '../ingest/sampleRates.ts'
import { failpoint } from '../lib/failpoint.ts'
import type { Pepper } from '../lib/ids.ts'
import type { Logger } from '../lib/logger.ts'
import type { TrustedProxies } from '../lib/trustedProxies.ts'
import { ProcessMetrics } from '../monitoring/processMetrics.ts'
import { openQueues } from '../queue/open.ts'
import { buildApp } from '../serve/app.ts'
import { type MetricsAccess, openMetricsPort } from '../serve/metrics.ts'
import type { Organisation } from '../settings/organisation.ts'

export interface RunApiOptions {
  readonly role: 'ingest' | 'api'
  readonly appUrl: string
  readonly pepper: Pepper
  readonly organisation: Organisation
  readonly host: string
  readonly port: number
  readonly publicUrl: string | null
  readonly trustProxy: TrustedProxies
  readonly inboxMaxEvents: number
  readonly maxConnections: number
  readonly metricsAccess: MetricsAccess
  readonly quotas: QuotaLimits
  readonly failpoint: string | null
  readonly logger: Logger
}

export interface Running {
  readonly url: string
  /** Finishes current requests, then resolves. */
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../../..')
/** Connections: 4 for acknowledgements and keys, 12 for dashboards; with the worker's the total stays below 50. */
const POOLS = { ingest: 4, dashboards: 12 }
const QUESTION_TIMEOUT_MS = 10_000

/** Serves ingest, API and dashboards on one port. */
export async function runApi(options: RunApiOptions): Promise<Running> {
  const { appUrl: url, logger } = options
  const ingest = openPool({
    url,
    max: POOLS.ingest,
    name: 'bx ingest',
    statementTimeoutMs: QUESTION_TIMEOUT_MS,
  })
  const dashboards = openPool({
    url,
    max: POOLS.dashboards,
    name: 'bx dashboards',
    statementTimeoutMs: QUESTION_TIMEOUT_MS,
  })
  const queues = openQueues({ ingest, worker: ingest })
  const { metricsAccess } = options
  const { server, metricsText, refusals } = await buildApp({
    role: options.role,
    sql: dashboards,
    queue: queues.queue,
    keys: postgresKeys(ingest),
    sampleRates: postgresSampleRates(ingest, options.organisation.sampleRate),
    quotas: openQuotas(options.quotas),
    pepper: options.pepper,
    organisation: options.organisation,
    metrics: new ProcessMetrics(),
    logger,
    failpoint: failpoint(options.failpoint),
    now: Date.now,
    secure: options.publicUrl?.startsWith('https:') ?? false,
    trustProxy: options.trustProxy,
    inboxMaxEvents: options.inboxMaxEvents,
    maxConnections: options.maxConnections,
    poolSize: POOLS.dashboards,
    metricsAccess,
    folders: { web: join(ROOT, 'web/out'), sdk: join(ROOT, 'sdk/dist') },
  })
  const { port } = metricsAccess
  const metricsPort =
    port === null ? null : await openMetricsPort({ ...refusals, access: { ...metricsAccess, port }, text: metricsText })
  const address = await server.listen({ host: options.host, port: options.port })
  logger.info('listening', { address })
  return {
    url: options.publicUrl ?? address,
    async stop() {
      await server.close()
      await metricsPort?.close()
      await queues.close()
      await Promise.all([ingest.end({ timeout: 5 }), dashboards.end({ timeout: 5 })])
    },
  }
}
