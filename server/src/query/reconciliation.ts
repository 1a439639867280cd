import type { Reconciliation } from '@bx/contracts/endpoints/common'
import { addDays } from '../lib/clock.ts'
import type { Tx } from '../store/db.ts'
import { type Period, startOfDay } from './period.ts'

/**
 * received = stored + flagged + duplicate + rejected, of exposures. Stored and flagged by the day of the event, so that
 * they are the page's own figures; duplicate and rejected by the day of receipt, since they have no row.
 */
export async function readReconciliation(tx: Tx, period: Period): Promise<Reconciliation> {
  const [row] = await tx<{ stored: number; flagged: number; duplicate: number; rejected: number }[]>`
    select stored, flagged, duplicate, rejected from (
      select coalesce(sum(impressions) filter (where not flagged), 0)::bigint as stored,
        coalesce(sum(impressions) filter (where flagged), 0)::bigint as flagged
      from placement_daily where day between ${period.start} and ${period.end}
    ) kept, (
      select coalesce(sum(events) filter (where outcome = 'duplicate'), 0)::bigint as duplicate,
        coalesce(sum(events) filter (where outcome = 'rejected'), 0)::bigint as rejected
      from ingest_outcomes where kind = 'exposure'
        and hour >= ${startOfDay(period.start, period.timeZone)}
        and hour < ${startOfDay(addDays(period.end, 1), period.timeZone)}
    ) refused`
  return { received: row!.stored + row!.flagged + row!.duplicate + row!.rejected, ...row! }
}
