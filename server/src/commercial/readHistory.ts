import type { Tx } from '../db/client.ts'
import { addDays, type Days, daysBetween } from '../lib/clock.ts'
import type { History } from './forecast.ts'

type DayCount = readonly [day: string, count: number]

export interface PlacementHistory {
  /** Net impressions. */
  readonly impressions: History
  /** As reported by the app's server on the days it reports, else by the SDK; empty if nobody does. */
  readonly renders: History
  readonly flagged: number
}

/** Counts of each placement on whole days; a few dozen small rows each, regardless of the traffic. */
export async function readHistory(tx: Tx, days: Days): Promise<(placementId: string) => PlacementHistory> {
  const impressions = tx<{ placementId: string; days: DayCount[] | null; flagged: number }[]>`
    select placement_id as "placementId",
      json_agg(json_build_array(day, impressions)) filter (where not flagged) as days,
      coalesce(sum(impressions) filter (where flagged), 0)::bigint as flagged
    from placement_daily where day between ${days.start} and ${days.end} group by placement_id`
  const renders = tx<{ placementId: string; days: DayCount[] }[]>`
    select placement_id as "placementId", json_agg(json_build_array(day, renders)) as days
    from (
      select distinct on (placement_id, day) placement_id, day, renders
      from render_daily where day between ${days.start} and ${days.end}
      order by placement_id, day, (source = 'server') desc
    ) chosen
    group by placement_id`
  const [ofImpressions, ofRenders] = await Promise.all([impressions, renders])
  const shown = new Map(ofImpressions.map((row) => [row.placementId, row]))
  const rendered = new Map(ofRenders.map((row) => [row.placementId, row]))
  return (placementId) => ({
    impressions: historyOf(shown.get(placementId)?.days ?? [], days),
    renders: historyOf(rendered.get(placementId)?.days ?? [], days),
    flagged: shown.get(placementId)?.flagged ?? 0,
  })
}

/** From the first day with any count to the last of the range; a day without a row is 0. */
export function historyOf(rows: readonly DayCount[], { start, end }: Days): History {
  const seen = rows.filter(([, n]) => n > 0)
  if (seen.length === 0) return { start, counts: [] }
  const first = seen.reduce((least, [day]) => (day < least ? day : least), end)
  const counts = Array<number>(daysBetween(first, end) + 1).fill(0)
  for (const [day, n] of seen) counts[daysBetween(first, day)]! += n
  return { start: first, counts }
}

/** The last `days` days of a history. */
export function lastDays({ start, counts }: History, days: number): History {
  const skipped = Math.max(0, counts.length - days)
  return { start: addDays(start, skipped), counts: counts.slice(skipped) }
}
