import type { DeliveryMode, PackageType } from '@bx/contracts/packages/values'
import { logNormal } from '../../world/src/distributions.ts'
import { Random, STREAMS } from '../../world/src/random.ts'

// A year of traffic and packages that no controller knows: trend, week, holidays, noise, an outage, a placement whose events are lost for
// two days, a placement that dies, packages that overlap and some that are oversold.

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** Checks are every 15 minutes. */
export const TICK_MS = HOUR_MS / 4
/** Monday. History is known from 56 days before. */
export const START = Date.parse('2027-01-04T00:00:00Z')
export const HISTORY_DAYS = 56
export const YEAR_DAYS = 364

export interface MarketPlacement {
  readonly slots: number
  /** Probability that a filled slot is seen. */
  readonly inView: number
  /** Slots that are filled, on average. */
  readonly filled: number
  /** Displaced commission of an impression. */
  readonly cost: number
  /** Renders of each hour from 56 days before the start. */
  readonly renders: Float64Array
  /** Hours whose events are lost. */
  readonly silent: (hour: number) => boolean
}

export interface MarketPackage {
  readonly merchant: string
  readonly type: Exclude<PackageType, 'CPA'>
  readonly goal: number
  /** Milliseconds. */
  readonly start: number
  readonly end: number
  readonly mode: DeliveryMode
  readonly placements: readonly number[]
  /** Its slots are seen this many times as often as others; clicks per impression. Unknown to the controller. */
  readonly appeal: readonly number[]
  readonly ctr: number
}

export interface Market {
  readonly placements: readonly MarketPlacement[]
  readonly packages: readonly MarketPackage[]
}

/** The click rate that packages are sold with. */
export const SOLD_CTR = 0.025
const BASE_RENDERS = [4000, 2500, 1500, 1200, 800, 500, 300, 200]
const SLOTS = [10, 8, 6, 5, 4, 3, 3, 2]
const PACKAGES = 220

/** @param oversold share of the packages that promise 1.8 times what was planned for them */
export function makeMarket(seed: number, oversold = 0.04): Market {
  const rng = new Random(seed, STREAMS.placement)
  const placements = BASE_RENDERS.map((base, i) => makePlacement(rng, base, i))
  return { placements, packages: makePackages(new Random(seed, STREAMS.merchant), placements, oversold) }
}

function makePlacement(rng: Random, base: number, index: number): MarketPlacement {
  const hours = (HISTORY_DAYS + YEAR_DAYS + 1) * 24
  const renders = new Float64Array(hours)
  let noise = 0
  for (let hour = 0; hour < hours; hour++) {
    if (hour % 24 === 0) noise = 0.7 * noise + 0.09 * gauss(rng)
    const day = hour / 24 - HISTORY_DAYS
    const known = base * rhythm(hour) * (1 + (0.2 * day) / YEAR_DAYS) * holiday(Math.floor(day)) * Math.exp(noise)
    renders[hour] = isOut(index, day) ? 0 : known * Math.max(0, 1 + 0.05 * gauss(rng))
  }
  const slots = SLOTS[index]!
  const inView = rng.between(0.5, 0.85)
  return {
    ...{ slots, inView, filled: slots * 0.95, cost: rng.between(0.002, 0.02), renders },
    silent: (hour) => index === 2 && hour >= (HISTORY_DAYS + 230) * 24 && hour < (HISTORY_DAYS + 232) * 24,
  }
}

/** Evening peak, quiet nights, busier weekends; mean about 1. */
function rhythm(hour: number): number {
  const [clock, weekday] = [hour % 24, Math.floor(hour / 24) % 7]
  return (0.35 + 1.3 * Math.max(0, Math.sin(((clock - 6) / 18) * Math.PI))) * (weekday >= 5 ? 1.2 : 0.92)
}

function holiday(day: number): number {
  if (day >= 320 && day < 354) return 1.35
  if (day === 355 || day === 356) return 0.5
  return day >= 80 && day < 84 ? 0.75 : 1
}

/** All placements are down for nine hours; one dies. */
function isOut(index: number, day: number): boolean {
  return (day >= 120.4 && day < 120.8) || (index === 5 && day >= 200)
}

function makePackages(rng: Random, placements: readonly MarketPlacement[], share: number): MarketPackage[] {
  const sold = placements.map(() => new Float64Array(YEAR_DAYS + 1))
  const packages: MarketPackage[] = []
  for (let tries = 0; packages.length < PACKAGES && tries < 20_000; tries++) {
    const one = draftPackage(rng, placements, packages.length)
    const oversold = rng.chance(share)
    if (!oversold && !fits(one, sold)) continue
    for (const [i, placement] of one.placements.entries())
      for (let day = one.day; day < one.day + one.days; day++) sold[placement]![day]! += one.paid[i]!
    const { day: _day, days: _days, paid: _paid, ...made } = one
    packages.push(oversold ? { ...made, goal: Math.round(made.goal * 1.8) } : made)
  }
  return packages
}

/** Sold as a share of the paid part of each placement; estimated from the traffic before the year, as a seller would. */
function draftPackage(rng: Random, placements: readonly MarketPlacement[], number: number) {
  const days = [7, 14, 14, 30, 30, 60][rng.int(6)]!
  const day = rng.int(YEAR_DAYS - days)
  const chosen = placements.map((_, i) => i).filter(() => rng.chance(0.35))
  const some = chosen.length > 0 ? chosen : [rng.int(5)]
  const share = rng.between(0.08, 0.45)
  const impressions = some.map((i) => {
    const { renders, inView } = placements[i]!
    const perDay = renders.slice(0, HISTORY_DAYS * 24).reduce((sum, n) => sum + n, 0) / HISTORY_DAYS
    return perDay * share * inView * days
  })
  const total = impressions.reduce((sum, n) => sum + n, 0)
  const type = rng.chance(0.75) ? ('CPI' as const) : ('CPC' as const)
  const kind = rng.unit()
  return {
    ...{ merchant: `m${number % 60}`, type, day, days, placements: some },
    start: START + day * DAY_MS,
    end: START + (day + days) * DAY_MS,
    mode: (kind < 0.08 ? 'asap' : kind < 0.16 ? 'front_loaded' : 'even') as DeliveryMode,
    goal: Math.round(type === 'CPI' ? total : total * SOLD_CTR),
    appeal: some.map(() => logNormal(rng, 1, 0.15)),
    ctr: logNormal(rng, SOLD_CTR, 0.25),
    /** Paid part of all impressions of each placement. */
    paid: some.map((i) => share / placements[i]!.filled),
  }
}

function fits(one: ReturnType<typeof draftPackage>, sold: readonly Float64Array[]): boolean {
  return one.placements.every((placement, i) => {
    for (let day = one.day; day < one.day + one.days; day++)
      if (sold[placement]![day]! + one.paid[i]! > 0.3) return false
    return true
  })
}

export function gauss(rng: Random): number {
  return Math.sqrt(-2 * Math.log(1 - rng.unit())) * Math.cos(2 * Math.PI * rng.unit())
}
