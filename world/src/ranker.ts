import { Choice } from './distributions.ts'
import { CATEGORIES } from './merchantNames.ts'
import type { Merchant } from './merchants.ts'
import type { Placement } from './placements.ts'
import { Random, STREAMS } from './random.ts'

// Which brands a placement shows, best first. A list is drawn by weight without replacement, so popular brands appear more often
// and higher up. It is short if its pool is small or the ranking service returns fewer brands.

/** Brands rotate in this many groups; the current group has this much more weight, for six hours at a time. */
const PHASES = 3
const PHASE_BOOST = 4
const PHASE_MS = 6 * 3_600_000

export interface Ranker {
  /** Writes indexes of merchants into `picks` and returns how many. */
  fill(placement: number, request: ListRequest): number
  /** The package that a slot of the list filled last is for; undefined: organic. */
  packageAt?(rank: number): string | undefined
}

export interface ListRequest {
  /** Index of the user's category. */
  readonly category: number
  readonly at: number
  readonly rng: Random
  readonly picks: Int32Array
}

interface List {
  readonly merchants: Int32Array
  readonly choice: Choice
}

export function makeRanker(seed: number, placements: readonly Placement[], merchants: readonly Merchant[]): Ranker {
  const lists = placements.map((placement, i) => {
    const pool = poolOf(new Random(seed, STREAMS.placement, i, 1), placement, merchants.length)
    return listsOf(placement, merchants, pool)
  })
  const hand = new Hand(merchants.length)
  return {
    fill(index, { category, at, rng, picks }) {
      const { rule, underfill, max_slots } = placements[index]!
      const { all, segments } = lists[index]!
      const segment = rule === 'rotation' ? Math.floor(at / PHASE_MS) % PHASES : category
      hand.start(picks, rng.chance(underfill) ? rng.int(max_slots) : max_slots)
      draw(segments[segment] ?? all, hand, rng)
      if (rule === 'related') draw(all, hand, rng)
      return hand.size
    },
  }
}

/** The merchants that may be shown: larger brands are more likely. */
function poolOf(rng: Random, { pool }: Placement, merchants: number): number[] {
  return Array.from({ length: merchants }, (_, i) => ({ i, score: i + rng.between(0, merchants) }))
    .sort((a, b) => a.score - b.score)
    .slice(0, Math.max(1, Math.round(pool * merchants)))
    .map(({ i }) => i)
    .sort((a, b) => a - b)
}

/** `segments` is empty if the rule has none: then every list is drawn from `all`. */
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

/** Draws from the list until the hand is full or the list is exhausted. */
function draw({ merchants, choice }: List, hand: Hand, rng: Random): void {
  // When a list is nearly exhausted, most draws are repeats, so the rest is added in order of size.
  for (let tries = 3 * hand.wanted; !hand.full && tries > 0 && hand.size < merchants.length; tries--) {
    hand.take(merchants[choice.pick(rng)]!)
  }
  for (let i = 0; !hand.full && i < merchants.length; i++) hand.take(merchants[i]!)
}

/** The brands drawn for one list, without repeats. One hand is reused for all lists. */
class Hand {
  size = 0
  wanted = 0
  #picks: Int32Array = new Int32Array(0)
  /** For each merchant, the number of the last list that contains it. */
  readonly #takenFor: Int32Array
  #list = 0

  constructor(merchants: number) {
    this.#takenFor = new Int32Array(merchants)
  }

  start(picks: Int32Array, wanted: number): void {
    this.#picks = picks
    this.#list = (this.#list + 1) | 0
    this.wanted = wanted
    this.size = 0
  }

  get full(): boolean {
    return this.size >= this.wanted
  }

  take(merchant: number): void {
    if (this.#takenFor[merchant] === this.#list) return
    this.#takenFor[merchant] = this.#list
    this.#picks[this.size++] = merchant
  }
}
