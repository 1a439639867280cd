import { daysBetween } from '../lib/clock.ts'
import { plainArray, type Tx } from '../store/db.ts'
import { decodeSketch, prefixBytes, SKETCH_K, type Sketch } from '../store/sketch.ts'
import { isClearChange, type Reach, reachOf, type Union, unionSketches } from '../store/unionSketches.ts'
import { isWithin } from './daily.ts'
import type { Days, Period } from './period.ts'

// Reach over a range is the union of day sketches. A union needs only the beginning of each: 30 days x 192 entries give
// as good an answer as 1 day x 2048. Where they do not (the same few people every day, or so few that all can be
// counted exactly), the whole sketches are read in a second pass.

/** A question about reach_daily: one merchant (or all), and one placement or each of them. */
export interface ReachQuestion {
  readonly merchantId: string
  readonly placementId?: string
  /** What is read; `ranges` lie within. */
  readonly days: Days
  readonly ranges: readonly Days[]
  readonly gross: boolean
}

/** One union per range asked for. */
export type Unions = readonly Union[]

/** Entries that make an answer good enough: a relative standard error of about 3 %. */
const ENOUGH = 1024
/** Below this many people an exact count is possible, and worth reading everything. */
const SMALL = SKETCH_K * 1.1

/** The unions of a question, by placement (or the zero UUID for all placements). */
export async function readUnions(tx: Tx, question: ReachQuestion): Promise<ReadonlyMap<string, Unions>> {
  const length = daysBetween(question.days.start, question.days.end) + 1
  const first = await readSketches(tx, question, Math.max(192, Math.ceil((1.5 * SKETCH_K) / length)))
  const unions = new Map<string, Unions>()
  const again: string[] = []
  for (const [placementId, sketches] of first) {
    const found = question.ranges.map((range) => unionOver(sketches, range))
    unions.set(placementId, found)
    const isWhole = sketches.every(({ whole }) => whole)
    if (!isWhole && (found[0]!.entries < ENOUGH || reachOf(found[0]!).users < SMALL)) again.push(placementId)
  }
  if (again.length > 0) {
    const whole = await readSketches(tx, question, SKETCH_K, again)
    for (const [placementId, sketches] of whole) {
      unions.set(
        placementId,
        question.ranges.map((range) => unionOver(sketches, range)),
      )
    }
  }
  return unions
}

interface DaySketch {
  readonly day: string
  readonly sketch: Sketch
  readonly whole: boolean
}

async function readSketches(
  tx: Tx,
  { merchantId, placementId, days, gross }: ReachQuestion,
  entries: number,
  only?: readonly string[],
): Promise<ReadonlyMap<string, DaySketch[]>> {
  const bytes = prefixBytes(entries)
  const rows = await tx<{ placementId: string; day: string; theta: number; total: number; head: Buffer }[]>`
    select placement_id as "placementId", day, theta, octet_length(sketch) as total, substring(sketch from 1 for ${bytes}) as head
    from reach_daily
    where merchant_id = ${merchantId} and day between ${days.start} and ${days.end}
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}
      ${only ? tx`and placement_id = any(${plainArray(only)}::uuid[])` : tx``}
      ${gross ? tx`` : tx`and not flagged`}`
  const byPlacement = new Map<string, DaySketch[]>()
  for (const { placementId: placement, day, theta, total, head } of rows) {
    const entry = { day, sketch: decodeSketch(head, theta, total), whole: head.length >= total }
    const list = byPlacement.get(placement)
    if (list) list.push(entry)
    else byPlacement.set(placement, [entry])
  }
  return byPlacement
}

function unionOver(sketches: readonly DaySketch[], days: Days): Union {
  return unionSketches(sketches.filter(({ day }) => isWithin(day, days)).map(({ sketch }) => sketch))
}

const NOBODY: Union = unionSketches([])

/** The union of the whole range; empty when there is none. */
export function unionOf(unions: Unions | undefined): Union {
  return unions?.[0] ?? NOBODY
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

/** Whether reach can be compared: whole days exist here, and the sketches of the period before are still kept. */
export function comparesReach(period: Period, keptFrom: string): boolean {
  return period.before?.wholeDays != null && period.before.wholeDays.before.start >= keptFrom
}

/**
 * Reach over the whole days of both periods.
 * @param here the second range of the question: the whole days of this period
 * @param before the unions of the period before
 */
export function compareReach(here: Unions | undefined, before: Unions | undefined): ReachComparison {
  const [now, then] = [reachOf(here?.[1] ?? NOBODY), reachOf(unionOf(before))]
  return { here: now, before: then, clear: isClearChange(now, then) }
}
