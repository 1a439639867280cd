import { decodeSketch, prefixBytes, type Sketch } from '../fold/sketch.ts'
import { isClearChange, type Reach, reachOf, type Union, unionSketches } from '../fold/unionSketches.ts'
import type { Tx } from '../store/db.ts'
import type { Days, Period } from './period.ts'

/** Sketches of one placement (or merchant, or all), by day. */
export interface DaySketch {
  readonly day: string
  readonly sketch: Sketch
}

/** A question about reach_daily: one merchant (or all) and one placement, or every placement and all of them. */
export interface ReachQuestion {
  readonly merchantId: string
  readonly placementId?: string
  readonly days: Days
  readonly gross: boolean
}

/**
 * Entries read of each sketch. Their union is what counts: 30 days x 512 give as good an answer as 1 day x 2048, at a
 * quarter of the bytes; sketches with at most that many entries are read whole anyway.
 */
function prefixFor(days: Days): number {
  const length = (Date.parse(days.end) - Date.parse(days.start)) / 86_400_000 + 1
  return Math.max(512, Math.ceil(4096 / length))
}

/** The sketches of a question, by placement (or the zero UUID for all placements). */
export async function readSketches(tx: Tx, question: ReachQuestion): Promise<Map<string, DaySketch[]>> {
  const bytes = prefixBytes(prefixFor(question.days))
  const rows = await tx<{ placementId: string; day: string; theta: number; total: number; head: Buffer }[]>`
    select placement_id as "placementId", day, theta, octet_length(sketch) as total, substring(sketch from 1 for ${bytes}) as head
    from reach_daily
    where merchant_id = ${question.merchantId} and day between ${question.days.start} and ${question.days.end}
      ${question.placementId ? tx`and placement_id = ${question.placementId}` : tx``}
      ${question.gross ? tx`` : tx`and not flagged`}`
  const byPlacement = new Map<string, DaySketch[]>()
  for (const { placementId, day, theta, total, head } of rows) {
    const list = byPlacement.get(placementId)
    const entry = { day, sketch: decodeSketch(head, theta, total) }
    if (list) list.push(entry)
    else byPlacement.set(placementId, [entry])
  }
  return byPlacement
}

export function unionOver(sketches: readonly DaySketch[] | undefined, days: Days): Union {
  const inside = (sketches ?? []).filter(({ day }) => days.start <= day && day <= days.end)
  return unionSketches(inside.map(({ sketch }) => sketch))
}

export function reachFields(reach: Reach) {
  return {
    unique_users: reach.users,
    unique_users_exact: reach.exact,
    unique_users_low: reach.low,
    unique_users_high: reach.high,
  }
}

export interface ReachComparison {
  readonly here: Reach
  readonly before: Reach
  /** false: the difference lies within the 95 % range, "no clear change". */
  readonly clear: boolean
}

/** Reach over the whole days of both periods; null when there are none or the period before is no longer kept. */
export function compareReach(
  period: Period,
  here: readonly DaySketch[] | undefined,
  before: readonly DaySketch[] | undefined,
  keptFrom: string,
): ReachComparison | null {
  const wholeDays = period.before?.wholeDays
  if (!wholeDays || wholeDays.before.start < keptFrom) return null
  const [now, then] = [reachOf(unionOver(here, wholeDays.here)), reachOf(unionOver(before, wholeDays.before))]
  return { here: now, before: then, clear: isClearChange(now, then) }
}
