import type { Sql } from '../db/client.ts'
import type { LocalTimes } from '../db/localTime.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import type { DeadLetterQuota } from './deadLetterQuota.ts'
import type { DimensionCache } from './dimensions.ts'
import type { ExposureUnits } from './exposureUnits.ts'
import type { LiveEvents } from './liveEvents.ts'
import type { ProcessedEnvelopes } from './processedEnvelopes.ts'

/** What a worker keeps between batches. */
export interface ProcessContext {
  readonly sql: Sql
  readonly dimensions: DimensionCache
  readonly units: ExposureUnits
  readonly live: LiveEvents
  readonly deadLetterQuota: DeadLetterQuota
  readonly localTimes: LocalTimes
  readonly processed: ProcessedEnvelopes
  /** UTC days that have a partition; creates the wanted ones that are open and have none yet. */
  keptDays(wanted: ReadonlySet<string>): Promise<ReadonlySet<string>>
  /** Call when a partition was dropped since: the next batch reads the list again. */
  forgetDays(): void
  readonly failpoint: Failpoint
}
