import { countChange, type Measured, ratioChange } from '@bx/contracts/metrics/change'
import { frequency } from '@bx/contracts/metrics/frequency'
import { Z } from '@bx/contracts/metrics/wilson'
import type { Tx } from '../db/client.ts'
import { daysBetween } from '../lib/clock.ts'
import { type DaySketch, type Entries, readDaySketches } from '../reach/daySketches.ts'
import type { DaySketchMemory } from '../reach/daySketchMemory.ts'
import type { ReachQuestion } from '../reach/reachQuestion.ts'
import { HASH_SPACE, SKETCH_K } from '../reach/sketch.ts'
import type { UnionMemory } from '../reach/unionMemory.ts'
import {
  ESTIMATE_K,
  extendUnion,
  type Reach,
  reachOf,
  type Union,
  unionInSteps,
  unionSketches,
} from '../reach/unionSketches.ts'
import { visitorShare } from '../reach/visitorShare.ts'
import { isWithin } from './daily.ts'
import type { Period } from './period.ts'

// Reach over a range is the union of day sketches. A union needs only the head of each, as long as it holds the
// smallest hashes that an estimate uses. If too little was read (the same people every day), more is read; if so few
// people were found that all may be counted, everything. The answer does not depend on how much was read.

export interface Unions {
  readonly whole: Union
  /** Of the requested part, if any. */
  readonly part: Union
}

/** Below this estimate there may be few enough people to count them: six standard errors above SKETCH_K. */
const SMALL = SKETCH_K * 1.2

/**
 * The unions of a query, by placement (or the zero UUID for all placements), or by merchant if several are given.
 * @param memory cache of sketches over all merchants or all placements, which most answers unite
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

/** Days share people, so heads may hold too few of the union: their number grows with the head. 0: already enough. */
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
  // Whole days are queried often and rarely change; the unfinished day is united with them in each answer.
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

/** The union of the whole range; empty if there is none. */
export function unionOf(unions: Unions | undefined): Union {
  return unions?.whole ?? NOBODY
}

/**
 * Reach, and its share of visitors: null if nobody was reached, or the period has days before visitors were recorded.
 */
export function reachFields(union: Union, { knowsVisitors }: Pick<Period, 'knowsVisitors'>) {
  const reach = reachOf(union)
  const visitors = knowsVisitors ? visitorShare(union) : null
  return {
    unique_users: reach.users,
    unique_users_exact: reach.exact,
    unique_users_low: reach.low,
    unique_users_high: reach.high,
    visitor_share: visitors?.share ?? null,
    visitor_share_low: visitors?.low ?? null,
    visitor_share_high: visitors?.high ?? null,
  }
}

export interface ReachComparison {
  readonly here: Reach
  readonly before: Reach
}

/** Whether reach can be compared: there are whole days here, and the sketches of the period before are still kept. */
export function comparesReach(period: Period, keptFrom: string): boolean {
  return period.before?.wholeDays != null && period.before.wholeDays.before.start >= keptFrom
}

/**
 * Reach over the whole days of both periods.
 * @param here read with the whole days of this period as `part`
 * @param before the unions of the period before
 */
export function compareReach(here: Unions | undefined, before: Unions | undefined): ReachComparison {
  return { here: reachOf(here?.part ?? NOBODY), before: reachOf(unionOf(before)) }
}

/**
 * Reach and frequency of both periods, with their changes.
 * @param reach null if it cannot be compared
 * @param impressions over the same whole days
 */
export function comparedReach(reach: ReachComparison | null, [now, then]: readonly [number, number]) {
  if (reach === null)
    return {
      ...{ unique_users: null, unique_users_before: null, unique_users_change: null },
      ...{ frequency: null, frequency_before: null, frequency_change: null },
    }
  const { here, before } = reach
  const frequencies = [frequency(now, here.users), frequency(then, before.users)] as const
  const isExact = here.exact && before.exact
  return {
    unique_users: here.users,
    unique_users_before: before.users,
    unique_users_change: isExact
      ? countChange(here.users, before.users)
      : ratioChange(measured(here.users, here), measured(before.users, before)),
    frequency: frequencies[0],
    frequency_before: frequencies[1],
    frequency_change: ratioChange(measured(frequencies[0], here), measured(frequencies[1], before)),
  }
}

/** People come and go by chance (1 ÷ people), and an estimate adds its standard error. */
function measured(value: number | null, { users, low, high }: Reach): Measured | null {
  if (value === null) return null
  const error = users > 0 ? (high - low) / 2 / Z / users : 0
  return { value, variance: (users > 0 ? 1 / users : 0) + error ** 2 }
}
