import { Choice } from './distributions.ts'
import { CATEGORIES } from './merchantNames.ts'
import type { Merchant } from './merchants.ts'
import type { Placement } from './placements.ts'
import { Random, STREAMS } from './random.ts'

// Which brands a placement shows, best first. A list is drawn without replacement by weight, so popular brands come
// more often and higher up; it is short when its pool is small or the ranking service came back with less.

/**
 * How a list is put together: by popularity; from the category the user looks for; from that category, filled up with
 * popular brands; or by turns.
 */
export type Rule = 'popularity' | 'category' | 'rotation' | 'related'

/** Brands rotate in this many groups; the group in turn is this much likelier, for six hours at a time. */
const PHASES = 3
const PHASE_BOOST = 4
const PHASE_MS = 6 * 3_600_000

export interface Ranker {
  /** Writes indexes of merchants into `picks` and returns how many. `category` is what the user looks for. */
  fill(placement: number, category: number, at: number, rng: Random, picks: Int32Array): number
}

interface List {
  readonly merchants: Int32Array
  readonly choice: Choice
}

export function makeRanker(seed: number, placements: readonly Placement[], merchants: readonly Merchant[]): Ranker {
  const lists = placements.map((placement, i) => listsOf(placement, merchants, poolOf(seed, i, placement, merchants)))
  const seen = new Int32Array(merchants.length)
  let draw = 0
  return {
    fill(placementIndex, category, at, rng, picks) {
      const placement = placements[placementIndex]!
      const { all, segments } = lists[placementIndex]!
      const wanted = rng.chance(placement.underfill) ? rng.int(placement.max_slots) : placement.max_slots
      const segment = placement.rule === 'rotation' ? Math.floor(at / PHASE_MS) % PHASES : category
      draw = (draw + 1) | 0
      const filled = drawDistinct(segments[segment] ?? all, wanted, picks, 0, { rng, seen, draw })
      const topUp = placement.rule === 'related' && filled < wanted
      return topUp ? drawDistinct(all, wanted, picks, filled, { rng, seen, draw }) : filled
    },
  }
}

/** The merchants that may be shown: the larger brands are likelier to be among them. */
function poolOf(seed: number, index: number, { pool }: Placement, merchants: readonly Merchant[]): number[] {
  const rng = new Random(seed, STREAMS.placement, index, 1)
  const scored = merchants.map((_, i) => ({ i, score: i + rng.between(0, merchants.length) }))
  const size = Math.max(1, Math.round(pool * merchants.length))
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, size)
    .map(({ i }) => i)
    .sort((a, b) => a - b)
}

/** `segments` is empty when the rule has none: then every list is drawn from `all`. */
function listsOf({ rule }: Placement, merchants: readonly Merchant[], pool: readonly number[]) {
  const all = makeList(pool, (i) => merchants[i]!.popularity)
  if (rule === 'popularity') return { all, segments: [] }
  if (rule === 'rotation') return { all, segments: Array.from({ length: PHASES }, (_, phase) => rotated(phase)) }
  return { all, segments: CATEGORIES.map((_, category) => ofCategory(category)) }

  function rotated(phase: number): List {
    return makeList(pool, (i) => merchants[i]!.popularity ** 0.5 * (i % PHASES === phase ? PHASE_BOOST : 1))
  }
  function ofCategory(category: number): List | undefined {
    const members = pool.filter((i) => merchants[i]!.categoryIndex === category)
    return members.length === 0 ? undefined : makeList(members, (i) => merchants[i]!.popularity)
  }
}

function makeList(members: readonly number[], weight: (merchant: number) => number): List {
  return { merchants: Int32Array.from(members), choice: new Choice(members.map(weight)) }
}

/** Appends distinct merchants to `picks` from position `have` until there are `wanted`, or the list is exhausted. */
function drawDistinct(
  { merchants, choice }: List,
  wanted: number,
  picks: Int32Array,
  have: number,
  { rng, seen, draw }: { rng: Random; seen: Int32Array; draw: number },
): number {
  let n = have
  const take = (merchant: number) => {
    if (seen[merchant] === draw) return
    seen[merchant] = draw
    picks[n++] = merchant
  }
  // When a list is nearly used up, drawing mostly repeats itself: the rest follows in order of size.
  for (let tries = 3 * wanted; n < wanted && tries > 0 && n - have < merchants.length; tries--) {
    take(merchants[choice.pick(rng)]!)
  }
  for (let i = 0; n < wanted && i < merchants.length; i++) take(merchants[i]!)
  return n
}
