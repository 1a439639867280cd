import type { Reconciliation } from '@bx/contracts/endpoints/common'
import type { Sql } from '../db/client.ts'
import { countDaysAhead } from '../facts/partitions.ts'
import { detectTopology } from '../facts/topology/open.ts'
import { readWatermark, type SetAside } from '../facts/watermark.ts'
import { DAY, HOUR } from '../lib/clock.ts'
import { countUnaccounted, readReceived } from '../query/reconciliation.ts'
import { readSnapshot } from '../query/snapshot.ts'
import { type Backlog, readBacklog } from '../queue/backlog.ts'
import { type KeyJump, readKeyJumps } from './keyJumps.ts'
import { type LoopStatus, readLoops } from './loopStatus.ts'

export interface PipelineStatus {
  readonly completeTo: Date
  readonly lagSeconds: number
  readonly inbox: Backlog
  readonly deltas: number
  readonly setAside: SetAside
  readonly loops: readonly LoopStatus[]
  /** Days after today that have partitions; below LEAST_DAYS_AHEAD maintenance fails. */
  readonly daysAhead: number
  readonly deadLetters: readonly { readonly reason: string; readonly waiting: number; readonly oldest: Date }[]
  readonly keyJumps: readonly KeyJump[]
  /** Received this hour and the previous one. */
  readonly lastHour: Reconciliation
  /** In the last 7 days: difference between received events and their outcomes. */
  readonly unaccounted: number
}

/** The current state of the pipeline, for the status endpoint, /metrics and alerts. */
export async function readPipelineStatus(sql: Sql): Promise<PipelineStatus> {
  const daysAhead = await countDaysAhead(sql, await detectTopology(sql), Date.now())
  return readSnapshot(sql, async (tx) => {
    const [watermark, keyJumps, inbox, [deltas], deadLetters, lastHour, unaccounted, loops] = await Promise.all([
      readWatermark(tx),
      readKeyJumps(tx),
      readBacklog(tx),
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
      inbox,
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
