import { daysBetween } from '../lib/clock.ts'
import { plainArray, type Tx } from '../store/db.ts'
import { prefixBytes, SKETCH_K } from '../store/sketch.ts'
import {
  isClearChange,
  type Reach,
  reachOf,
  type StoredSketch,
  type Union,
  unionSketches,
} from '../store/unionSketches.ts'
import { isWithin } from './daily.ts'
import type { Days, Period } from './period.ts'

// Reach over a range is the union of day sketches. A union needs only the beginning of each: 30 days x 160 entries give
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
  /** Also how many users were shown how often. */
  readonly frequency?: boolean
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
  const first = await readSketches(tx, question, Math.max(160, Math.ceil((1.2 * SKETCH_K) / length)))
  const unions = new Map<string, Unions>()
  const again: string[] = []
  for (const [placementId, sketches] of first) {
    const found = unionsOver(sketches, question)
    unions.set(placementId, found)
    const isWhole = sketches.every(({ bytes, total }) => bytes.length >= total)
    if (!isWhole && (found[0]!.entries < ENOUGH || reachOf(found[0]!).users < SMALL)) again.push(placementId)
  }
  if (again.length > 0) {
    const whole = await readSketches(tx, question, SKETCH_K, again)
    for (const [placementId, sketches] of whole) unions.set(placementId, unionsOver(sketches, question))
  }
  return unions
}

interface DaySketch extends StoredSketch {
  readonly day: string
}

async function readSketches(
  tx: Tx,
  { merchantId, placementId, days, gross }: ReachQuestion,
  entries: number,
  only?: readonly string[],
): Promise<ReadonlyMap<string, DaySketch[]>> {
  const bytes = prefixBytes(entries)
  // One row a placement: 600 rows cost the driver more than the bytes in them.
  const rows = await tx<{ placementId: string; days: SketchHead[]; heads: Buffer }[]>`
    select placement_id as "placementId",
      json_agg(json_build_array(day, theta, octet_length(sketch)) order by day, flagged) as days,
      string_agg(substring(sketch from 1 for ${bytes}), '' order by day, flagged) as heads
    from reach_daily
    where merchant_id = ${merchantId} and day between ${days.start} and ${days.end}
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}
      ${only ? tx`and placement_id = any(${plainArray(only)}::uuid[])` : tx``}
      ${gross ? tx`` : tx`and not flagged`}
    group by placement_id`
  return new Map(rows.map((row) => [row.placementId, cut(row.heads, row.days, bytes)]))
}

type SketchHead = readonly [day: string, theta: number, total: number]

function cut(heads: Buffer, days: readonly SketchHead[], bytes: number): DaySketch[] {
  let at = 0
  return days.map(([day, theta, total]) => {
    const from = at
    at += Math.min(bytes, total)
    return { day, theta, total, bytes: heads.subarray(from, at) }
  })
}

function unionsOver(sketches: readonly DaySketch[], { ranges, frequency = false }: ReachQuestion): Unions {
  return ranges.map((range) =>
    unionSketches(
      sketches.filter(({ day }) => isWithin(day, range)),
      { byCount: frequency },
    ),
  )
}

const NOBODY: Union = unionSketches([], { byCount: false })

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
