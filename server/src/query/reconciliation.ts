import type { Reconciliation } from '@bx/contracts/endpoints/common'
import type { Tx } from '../db/client.ts'
import { addDays } from '../lib/clock.ts'
import { startOfDay } from '../lib/localDay.ts'
import type { Period } from './period.ts'

// Where received events went. `received` is counted at the acknowledgement, everything else where the pipeline decides:
// all by the hour of receipt, in one snapshot, so that they differ only if an event was lost or counted twice.

export function readReconciliation(tx: Tx, period: Period): Promise<Reconciliation> {
  const [from, to] = [startOfDay(period.start, period.timeZone), startOfDay(addDays(period.end, 1), period.timeZone)]
  return readReceived(tx, { from, to, kind: 'exposure' })
}

interface ReceivedIn {
  readonly from: Date
  readonly to?: Date
  /** All kinds if omitted. */
  readonly kind?: string
}

export async function readReceived(tx: Tx, { from, to, kind }: ReceivedIn): Promise<Reconciliation> {
  const isMeant = tx`hour >= ${from} ${to ? tx`and hour < ${to}` : tx``} ${kind ? tx`and kind = ${kind}` : tx``}`
  const [row] = await tx<Omit<Reconciliation, 'unaccounted'>[]>`
    select received, stored, flagged, duplicate, superseded, rejected, waiting from (
      select coalesce(sum(events), 0)::bigint as received from received_events where ${isMeant}
    ) acknowledged, (
      select coalesce(sum(events) filter (where outcome = 'stored'), 0)::bigint as stored,
        coalesce(sum(events) filter (where outcome = 'flagged'), 0)::bigint as flagged,
        coalesce(sum(events) filter (where outcome = 'duplicate'), 0)::bigint as duplicate,
        coalesce(sum(events) filter (where outcome = 'superseded'), 0)::bigint as superseded,
        coalesce(sum(events) filter (where outcome = 'rejected'), 0)::bigint as rejected
      from ingest_outcomes where ${isMeant}
    ) decided, (
      select coalesce(sum(events), 0)::bigint as waiting from waiting_events where ${isMeant}
    ) under_way`
  const { received, ...parts } = row!
  return { ...row!, unaccounted: received - Object.values(parts).reduce((sum, events) => sum + events, 0) }
}

/** Difference between received events and their outcomes since `from`, summed per hour, key and kind. */
export async function countUnaccounted(tx: Tx, from: Date): Promise<number> {
  const [row] = await tx<{ events: number }[]>`
    select coalesce(sum(abs(events)), 0)::bigint as events from (
      select sum(events) as events from (
        select hour, key_id, kind, events from received_events where hour >= ${from}
        union all select hour, key_id, kind, -events from ingest_outcomes
          where hour >= ${from} and outcome <> 'lost_on_device'
        union all select hour, key_id, kind, -events from waiting_events where hour >= ${from}
      ) both_sides group by hour, key_id, kind
    ) difference`
  return row!.events
}
