import type { Sql } from '../db/client.ts'
import type { Keys } from '../ingest/keys.ts'
import type { Quotas } from '../ingest/quotas.ts'
import type { SampleRates } from '../ingest/sampleRates.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import type { Pepper } from '../lib/ids.ts'
import type { Logger } from '../lib/logger.ts'
import type { TrustedProxies } from '../lib/trustedProxies.ts'
import type { ProcessMetrics } from '../monitoring/processMetrics.ts'
import type { Queue } from '../queue/queue.ts'
import type { Organisation } from '../settings/organisation.ts'
import type { ConnectionLimits } from './connections.ts'
import type { MetricsAccess } from './metrics.ts'
/** Everything the HTTP server needs; nothing is read from the environment here. */
export interface AppDeps extends ConnectionLimits {
  /** Dashboards and staff. */
  readonly sql: Sql
  readonly queue: Queue
  readonly keys: Keys
  readonly sampleRates: SampleRates
  readonly quotas: Quotas
  readonly pepper: Pepper
  readonly organisation: Organisation
  readonly metrics: ProcessMetrics
  readonly logger: Logger
  readonly failpoint: Failpoint
  readonly now: () => number
  /** The public address is https: cookies are secure, and browsers use only https. */
  readonly secure: boolean
  readonly trustProxy: TrustedProxies
  readonly inboxMaxEvents: number
  readonly poolSize: number
  /** `ingest` serves only events and health checks. */
  readonly role: 'ingest' | 'api'
  readonly metricsAccess: MetricsAccess
  /** Folders with the built dashboard and the SDK; missing ones are not served. */
  readonly folders: { readonly web: string; readonly sdk: string }
}
