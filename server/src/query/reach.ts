import { daysBetween } from '../lib/clock.ts'
import type { Tx } from '../store/db.ts'
import { SKETCH_K } from '../store/sketch.ts'
import {
  extendUnion,
  isClearChange,
  type Reach,
  reachOf,
  type Union,
  unionInSteps,
  unionSketches,
} from '../store/unionSketches.ts'
import { isWithin } from './daily.ts'
import { type DaySketch, readDaySketches } from './daySketches.ts'
import type { DaySketchMemory } from './daySketchMemory.ts'
import type { Days, Period } from './period.ts'
import type { UnionMemory } from './unionMemory.ts'

// Reach over a range is the union of day sketches. A union needs only the beginning of each: 30 days x 160 entries give
// as good an answer as 1 day x 2048. Where they do not (the same few people every day, or so few that all can be
// counted exactly), the whole sketches are read in a second pass.

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
  /** Not shown itself, only compared with: half the entries will do. */
  readonly isCompared?: boolean
  /** Also how many users were shown how often. */
  readonly frequency?: boolean
}

export interface Unions {
  readonly whole: Union
  /** Of the part asked for, if one was. */
  readonly part: Union
}

/** Entries aimed at: a relative standard error of 2.2 %; what is only compared with is read at half, 3.1 %. */
const SHOWN = SKETCH_K
const COMPARED = SKETCH_K / 2
/** Below this many people an exact count is possible, and worth reading everything. */
const SMALL = SKETCH_K * 1.1

/**
 * The unions of a question, by placement (or the zero UUID for all placements), or by merchant when several are asked for.
 * @param memory of sketches over all merchants or all placements, which answer after answer unites
 */
export async function readUnions(
  tx: Tx,
  question: ReachQuestion,
  memory?: DaySketchMemory,
): Promise<ReadonlyMap<string, Unions>> {
  const aim = question.isCompared ? COMPARED : SHOWN
  const length = daysBetween(question.days.start, question.days.end) + 1
  const head = Math.max(160, Math.ceil((1.2 * aim) / length))
  const first = await readDaySketches(tx, question, head, memory)
  const unions = new Map<string, Unions>()
  const again = new Map<string, number>()
  for (const [placementId, sketches] of first) {
    const found = unionsOver(sketches, question, `${placementId} ${head}`, memory?.unions)
    unions.set(placementId, found)
    const isWhole = sketches.every(({ bytes, total }) => bytes.length >= total)
    const wanted = isWhole ? 0 : entriesWanted(found.whole, head, aim)
    if (wanted > head) again.set(placementId, wanted)
  }
  if (again.size > 0) {
    const longer = await readDaySketches(tx, question, again, memory)
    for (const [placementId, sketches] of longer)
      unions.set(
        placementId,
        unionsOver(sketches, question, `${placementId} ${again.get(placementId)}`, memory?.unions),
      )
  }
  return unions
}

/** Days share people, so heads may hold too few of the union: their number grows with the head. 0: enough as it is. */
function entriesWanted(union: Union, head: number, aim: number): number {
  if (reachOf(union).users < SMALL) return SKETCH_K
  if (union.entries >= aim / 2) return 0
  return Math.min(SKETCH_K, Math.ceil((head * 1.25 * (aim / 2)) / union.entries))
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
