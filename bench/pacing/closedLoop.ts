import { Random, STREAMS } from '../../world/src/random.ts'
import {
  DAY_MS,
  gauss,
  HISTORY_DAYS,
  HOUR_MS,
  type Market,
  type MarketPackage,
  START,
  TICK_MS,
  YEAR_DAYS,
} from './market.ts'

// A year of the market under one controller: every 15 minutes it sees what is counted so far and sets the shares that the ranker obeys
// until the next check.

/** A package as the controller sees it. */
export interface Seen {
  readonly index: number
  readonly sold: MarketPackage
  /** Share of renders by placement of the package; the controller writes it. */
  readonly shares: Float64Array
  /** Slots filled so far by placement, and what was counted in them. */
  readonly filled: Float64Array
  readonly impressions: Float64Array
  clicks: number
  /** What its plan asked for until an instant; kept by the controller. */
  readonly planned: { at: number; units: number }
}

/** Units that are counted. */
export function deliveredOf({ sold, impressions, clicks }: Seen): number {
  return sold.type === 'CPC' ? clicks : impressions.reduce((sum, n) => sum + n, 0)
}

export interface Moment {
  readonly now: number
  readonly tick: number
  /** Packages in flight. */
  readonly live: readonly Seen[]
  /** Renders that were counted on whole days before today, by placement. */
  readonly market: Market
}

export interface Controller {
  readonly name: string
  /** Sets the shares. May return the chance of each package of reaching its goal. */
  decide(moment: Moment): Promise<ReadonlyMap<number, number> | undefined>
}

export interface Outcome {
  readonly sold: MarketPackage
  readonly delivered: number
  /** The chance that was shown each time, at some moments of the flight. */
  readonly chances: number[]
  changes: number
  /** Whether it was possible within 50 % at all: set by nobody, known from the market. */
  displaced: number
}

export interface Year {
  readonly outcomes: readonly Outcome[]
  /** Share of hours and placements with more than 40 and 50 % paid. */
  readonly over40: number
  readonly over50: number
  readonly secondsPerCheck: number
}

/** Part of the events that arrive 1 to 12 hours late. */
const LATE = 0.06
/** A package's chance is noted at these parts of its flight. */
const NOTED = [0.25, 0.5, 0.75]

export async function runYear(market: Market, controller: Controller, seed: number): Promise<Year> {
  const rng = new Random(seed, STREAMS.session)
  const seen = market.packages.map((sold, index): Seen => emptySeen(sold, index))
  const truth = market.packages.map((sold) => ({
    sold,
    delivered: 0,
    chances: [] as number[],
    changes: 0,
    displaced: 0,
  }))
  const late: { at: number; add: () => void }[][] = []
  const over = { cells: 0, over40: 0, over50: 0 }
  let [spent, checks] = [0, 0]
  const ticks = (YEAR_DAYS * DAY_MS) / TICK_MS
  for (let tick = 0; tick < ticks; tick++) {
    const now = START + tick * TICK_MS
    for (const { add } of late[tick] ?? []) add()
    delete late[tick]
    const live = seen.filter(({ sold }) => sold.start <= now && now < sold.end)
    const before = live.map(({ shares }) => shares.slice())
    const began = performance.now()
    const chances = await controller.decide({ now, tick, live, market })
    spent += performance.now() - began
    checks++
    live.forEach((one, i) => {
      truth[one.index]!.changes += one.shares.filter((share, slot) => share !== before[i]![slot]).length
      const { start, end } = one.sold
      const chance = chances?.get(one.index)
      if (chance !== undefined && NOTED.some((part) => isTick(start + part * (end - start), now)))
        truth[one.index]!.chances.push(chance)
    })
    deliver(
      {
        market,
        live,
        truth,
        now,
        rng,
        later: (hours, add) => {
          const at = tick + Math.ceil(hours * 4)
          late[at] ??= []
          late[at].push({ at, add })
        },
      },
      over,
    )
  }
  return {
    outcomes: truth,
    ...{ over40: over.over40 / over.cells, over50: over.over50 / over.cells },
    secondsPerCheck: spent / checks / 1000,
  }
}

function emptySeen(sold: MarketPackage, index: number): Seen {
  const zeros = () => new Float64Array(sold.placements.length)
  return {
    index,
    sold,
    shares: zeros(),
    filled: zeros(),
    impressions: zeros(),
    clicks: 0,
    planned: { at: 0, units: 0 },
  }
}

function isTick(at: number, now: number): boolean {
  return at <= now && now < at + TICK_MS
}

interface Delivery {
  readonly market: Market
  readonly live: readonly Seen[]
  readonly truth: { delivered: number; displaced: number }[]
  readonly now: number
  readonly rng: Random
  readonly later: (hours: number, add: () => void) => void
}

function deliver(step: Delivery, over: { cells: number; over40: number; over50: number }): void {
  const hour = Math.floor((step.now - START) / HOUR_MS) + HISTORY_DAYS * 24
  step.market.placements.forEach((placement, index) => {
    const renders = placement.renders[hour]! / 4
    if (renders <= 0) return
    const paid = step.live.flatMap((one) => {
      const slot = one.sold.placements.indexOf(index)
      return slot < 0 || one.shares[slot] === 0 ? [] : [{ one, slot }]
    })
    // A list has this many slots: brands beyond them are not shown.
    const wanted = paid.reduce((sum, { one, slot }) => sum + one.shares[slot]!, 0)
    const room = Math.min(1, placement.slots / Math.max(1e-9, wanted))
    let impressions = 0
    for (const { one, slot } of paid) {
      const filled = binomial(step.rng, renders, one.shares[slot]! * room)
      impressions += show(step, one, slot, {
        filled,
        inView: placement.inView,
        cost: placement.cost,
        lost: placement.silent(hour),
      })
    }
    const share = impressions / (renders * placement.filled * placement.inView)
    over.cells++
    if (share > 0.4) over.over40++
    // A tenth of chance.
    if (share > 0.55) over.over50++
  })
}

interface Showing {
  readonly filled: number
  readonly inView: number
  readonly cost: number
  readonly lost: boolean
}

/** @returns impressions that really happened */
function show(
  { rng, truth, later }: Delivery,
  one: Seen,
  slot: number,
  { filled, inView, cost, lost }: Showing,
): number {
  const impressions = binomial(rng, filled, Math.min(1, inView * one.sold.appeal[slot]!))
  const clicks = binomial(rng, impressions, one.sold.ctr)
  truth[one.index]!.displaced += impressions * cost
  one.filled[slot]! += filled
  if (lost) return impressions
  truth[one.index]!.delivered += one.sold.type === 'CPC' ? clicks : impressions
  const [lateImpressions, lateClicks] = [Math.round(impressions * LATE), binomial(rng, clicks, LATE)]
  one.impressions[slot]! += impressions - lateImpressions
  one.clicks += clicks - lateClicks
  if (lateImpressions + lateClicks > 0)
    later(1 + 11 * rng.unit(), () => {
      one.impressions[slot]! += lateImpressions
      one.clicks += lateClicks
    })
  return impressions
}

/** By the normal distribution; exact enough above a handful. */
function binomial(rng: Random, n: number, p: number): number {
  const mean = n * p
  if (mean <= 0) return 0
  return Math.max(0, Math.min(Math.round(n), Math.round(mean + Math.sqrt(mean * (1 - Math.min(1, p))) * gauss(rng))))
}
