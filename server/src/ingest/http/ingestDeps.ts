import type { Failpoint } from '../../lib/failpoint.ts'
import type { Pepper } from '../../lib/ids.ts'
import type { Queue } from '../../queue/queue.ts'
import type { Keys } from '../keys.ts'
import type { Quotas } from '../quotas.ts'
import type { SampleRates } from '../sampleRates.ts'

/** What the ingest endpoints need. */
export interface IngestDeps {
  readonly queue: Queue
  readonly keys: Keys
  readonly quotas: Quotas
  readonly sampleRates: SampleRates
  readonly pepper: Pepper
  readonly organisation: { readonly currency: string; readonly maxAmount: number }
  readonly metrics: {
    count(name: string, labels: Readonly<Record<string, string>>, by: number): void
    observe(name: string, seconds: number): void
  }
  readonly failpoint: Failpoint
  readonly now: () => number
  readonly inboxMaxEvents: number
  /** Which of these exposures of a key are stored, and how. */
  readonly readVerdicts: (keyId: string, eventIds: readonly string[]) => Promise<unknown>
}
