import { daysBetween } from '../lib/clock.ts'
import type { Tx } from '../store/db.ts'
import { HASH_SPACE, SKETCH_K } from '../store/sketch.ts'
import {
  ESTIMATE_K,
  extendUnion,
  isClearChange,
  type Reach,
  reachOf,
  type Union,
  unionInSteps,
  unionSketches,
} from '../store/unionSketches.ts'
import { isWithin } from './daily.ts'
import { type DaySketch, type Entries, readDaySketches } from './daySketches.ts'
import type { DaySketchMemory } from './daySketchMemory.ts'
import type { Days, Period } from './period.ts'
import type { UnionMemory } from './unionMemory.ts'

// Reach over a range is the union of day sketches. A union needs only the beginning of each, as far as it holds the
// smallest hashes that an estimate uses. Where too little was read (the same people every day), more is read; where so few
// people were found that all may be counted, everything. How much was read does not change the answer.

/** A question about reach_daily: one merchant (or all), and one placement or each of them; or several merchants. */
export interface ReachQuestion {
  readonly merchantId: string
  /** Instead of `merchantId`: each of these, over all placements; the unions are then by merchant. */
  readonly merchantIds?: readonly string[]
  readonly placementId?: string
  /** What is read. */
  readonly days: Days
  /** A part of `days` that is asked for beside the whole. */
  readonly part?: Days | undefined
  readonly gross: boolean
  /** Only compared with: whole days, which are asked for again and again. */
  readonly isCompared?: boolean
  /** Also how many users were shown how often. */
  readonly frequency?: boolean
}

export interface Unions {
  readonly whole: Union
  /** Of the part asked for, if one was. */
  readonly part: Union
}

/** Below this estimate there may be so few people that they can be counted: six standard errors above SKETCH_K. */
const SMALL = SKETCH_K * 1.2

/**
 * The unions of a question, by placement (or the zero UUID for all placements), or by merchant when several are asked for.
 * @param memory of sketches over all merchants or all placements, which answer after answer unites
 */
export async function readUnions(
  tx: Tx,
  question: ReachQuestion,
  memory?: DaySketchMemory,
): Promise<ReadonlyMap<string, Unions>> {
  const length = daysBetween(question.days.start, question.days.end) + 1
  const head = Math.max(160, Math.ceil((1.2 * ESTIMATE_K) / length))
  const unions = new Map<string, Unions>()
  for (let entries: Entries = head; ; ) {
    const again = new Map<string, number>()
    for (const [key, sketches] of await readDaySketches(tx, question, entries, memory)) {
      const read = typeof entries === 'number' ? entries : entries.get(key)!
      const found = unionsOver(sketches, question, `${key} ${read}`, memory?.unions)
      unions.set(key, found)
      const isWhole = sketches.every(({ bytes, total }) => bytes.length >= total)
      const wanted = isWhole ? 0 : Math.max(entriesWanted(found.whole, read), entriesWanted(found.part, read))
      if (wanted > read) again.set(key, wanted)
    }
    if (again.size === 0) return unions
    entries = again
  }
}

/** Days share people, so heads may hold too few of the union: their number grows with the head. 0: enough as it is. */
function entriesWanted(union: Union, head: number): number {
  if (union.theta === HASH_SPACE) return 0
  if (reachOf(union).users < SMALL) return SKETCH_K
  if (union.entries >= ESTIMATE_K) return 0
  return Math.min(SKETCH_K, Math.ceil((head * 1.25 * (ESTIMATE_K + 1)) / Math.max(1, union.entries)))
}

function unionsOver(
  sketches: readonly DaySketch[],
  { days, part, gross, isCompared = false, frequency = false }: ReachQuestion,
  name: string,
  kept?: UnionMemory,
): Unions {
  const inPart = part === undefined ? sketches : sketches.filter(({ day }) => isWithin(day, part))
  const others = part === undefined ? [] : sketches.filter(({ day }) => !isWithin(day, part))
  // Whole days are asked for again and again and hardly ever change; with the day that still fills they are united anew.
  const past = part ?? (isCompared ? days : null)
  const united = past && kept ? kept.unionOf(`${name} ${past.start} ${past.end} ${gross}`, inPart) : null
  if (united && !frequency) {
    const ofPast = extendUnion(united, NONE)
    return { part: ofPast, whole: others.length === 0 ? ofPast : extendUnion(united, others) }
  }
  const [ofPart, whole] = unionInSteps([united ? [united] : inPart, others], { byCount: frequency })
  return { part: ofPart!, whole: whole! }
}

const NONE: readonly DaySketch[] = []
const NOBODY: Union = unionSketches([], { byCount: false })

/** The union of the whole range; empty when there is none. */
export function unionOf(unions: Unions | undefined): Union {
  return unions?.whole ?? NOBODY
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
 * @param here asked for with the whole days of this period as `part`
 * @param before the unions of the period before
 */
export function compareReach(here: Unions | undefined, before: Unions | undefined): ReachComparison {
  const [now, then] = [reachOf(here?.part ?? NOBODY), reachOf(unionOf(before))]
  return { here: now, before: then, clear: isClearChange(now, then) }
}
