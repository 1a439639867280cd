import type { Reconciliation } from '@bx/contracts/endpoints/common'
import { DAY, HOUR } from '../lib/clock.ts'
import { countUnaccounted, readReceived } from '../query/reconciliation.ts'
import { readSnapshot } from '../query/snapshot.ts'
import type { Sql } from '../store/db.ts'
import { countDaysAhead } from '../store/partitions.ts'
import { detectTopology } from '../store/topology/open.ts'
import { readWatermark, type SetAside } from '../store/watermark.ts'
import { type KeyJump, readKeyJumps } from './keyJumps.ts'
import { type LoopStatus, readLoops } from './loopStatus.ts'

export interface PipelineStatus {
  readonly completeTo: Date
  readonly lagSeconds: number
  readonly inbox: { readonly waiting: number; readonly inFlight: number; readonly oldest: Date | null }
  readonly deltas: number
  readonly setAside: SetAside
  readonly loops: readonly LoopStatus[]
  /** Days after today that have partitions; below LEAST_DAYS_AHEAD maintenance fails. */
  readonly daysAhead: number
  readonly deadLetters: readonly { readonly reason: string; readonly waiting: number; readonly oldest: Date }[]
  readonly keyJumps: readonly KeyJump[]
  /** Received this hour and the one before. */
  readonly lastHour: Reconciliation
  /** Of the last 7 days: those that differ between what was received and where it went. */
  readonly unaccounted: number
}

/** Is the pipeline well now? For the status endpoint, /metrics and alerts. */
export async function readPipelineStatus(sql: Sql): Promise<PipelineStatus> {
  const daysAhead = await countDaysAhead(sql, await detectTopology(sql), Date.now())
  return readSnapshot(sql, async (tx) => {
    const [watermark, keyJumps, [inbox], [deltas], deadLetters, lastHour, unaccounted, loops] = await Promise.all([
      readWatermark(tx),
      readKeyJumps(tx),
      tx<{ waiting: number; inFlight: number; oldest: Date | null }[]>`
        select count(*) filter (where lease_until is null or lease_until < now()) as waiting,
          count(*) filter (where lease_until >= now()) as "inFlight", min(received_at) as oldest from ingest_inbox`,
      tx<{ n: number }[]>`select count(*) as n from rollup_deltas`,
      tx<{ reason: string; waiting: number; oldest: Date }[]>`
        select reason, count(*) as waiting, min(received_at) as oldest from dead_letter_events
        where replayed_at is null group by reason order by waiting desc`,
      readReceived(tx, { from: new Date(Math.floor(Date.now() / HOUR - 1) * HOUR) }),
      countUnaccounted(tx, new Date(Date.now() - 7 * DAY)),
      readLoops(tx),
    ])
    return {
      completeTo: watermark.completeTo,
      lagSeconds: (watermark.readAt.getTime() - watermark.completeTo.getTime()) / 1000,
      inbox: inbox!,
      deltas: deltas!.n,
      setAside: watermark.setAside,
      loops,
      daysAhead,
      deadLetters,
      keyJumps,
      lastHour,
      unaccounted,
    }
  })
}
