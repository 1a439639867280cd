import { addDays, type Days } from '../../lib/clock.ts'
import { forecast, type History } from '../forecast.ts'
import { quantile } from '../quantile.ts'
import { alongCurve, type WeekCurve } from './weekCurve.ts'

// What a placement will show from now on: its renders between any two instants, by the forecast of each day and the hours of the
// week, and how sure that is.

export interface PlacementSupply {
  /** Forecast renders between two instants, ms. */
  renders(from: number, to: number): number
  /** Net impressions of a render, all its slots together. */
  readonly perRender: number
  /** Net impressions that one filled slot brings, 0..1. */
  readonly perSlot: number
  /** Standard deviation of what is left of the flight, relative; of `days` whole days. */
  doubt(days: number): number
}

export interface SupplyInput {
  readonly impressions: History
  /** Empty counts: nobody reports renders. */
  readonly renders: History
  readonly slots: number
  /** Slots that held a brand, in all of the history's renders; 0: not reported. */
  readonly slotsFilled: number
  readonly curve: WeekCurve
  readonly timeZone: string
  /** The first and last day that is planned. */
  readonly ahead: Days
  readonly startOf: (day: string) => number
}

/** Half the width of the 80 % interval of a normal distribution, in standard deviations. */
const Z80 = 1.2816

export function placementSupply(input: SupplyInput): PlacementSupply {
  const { impressions, renders, slots, slotsFilled } = input
  const counted = renders.counts.length > 0 ? renders : rendersOf(impressions, slots)
  const sums = { impressions: sumOf(impressions.counts), renders: sumOf(counted.counts) }
  const perRender = sums.renders > 0 ? sums.impressions / sums.renders : 0
  const filled = slotsFilled > 0 && renders.counts.length > 0 ? slotsFilled : sums.renders * Math.max(1, slots)
  const { days } = forecast(counted, input.ahead)
  return {
    renders: rendersBetween(days, input),
    perRender,
    perSlot: Math.min(1, filled > 0 ? sums.impressions / filled : 0),
    doubt: doubtOf(days),
  }
}

/** Renders are at least impressions ÷ slots. */
function rendersOf({ start, counts }: History, slots: number): History {
  return { start, counts: counts.map((n) => n / Math.max(1, slots)) }
}

type ForecastDays = readonly {
  readonly day: string
  readonly low: number
  readonly mid: number
  readonly high: number
}[]

function rendersBetween(days: ForecastDays, { curve, timeZone, startOf }: SupplyInput) {
  const traffic = alongCurve(curve, timeZone)
  const known = days.map(({ day, mid }) => ({ mid, from: startOf(day), to: startOf(addDays(day, 1)) }))
  const before: number[] = [0]
  for (const { mid } of known) before.push(before.at(-1)! + mid)
  const until = (at: number): number => {
    const i = dayAt(known, at)
    if (i === known.length) return before.at(-1)!
    const { from, to, mid } = known[i]!
    if (at <= from) return before[i]!
    return before[i]! + (mid * traffic(from, at)) / traffic(from, to)
  }
  return (from: number, to: number) => (to <= from ? 0 : until(to) - until(from))
}

/** Index of the first day that ends after `at`. */
function dayAt(days: readonly { readonly to: number }[], at: number): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]!.to > at) high = middle
    else low = middle + 1
  }
  return low
}

function doubtOf(days: ForecastDays): (days: number) => number {
  const relative = days.filter(({ mid }) => mid > 0).map(({ low, mid, high }) => (high - low) / 2 / Z80 / mid)
  const ofDay = relative.length === 0 ? 1 : quantile(relative, 0.5)
  // Errors of days are partly shared: half of the variance stays, however many days are summed.
  return (count) => ofDay * Math.sqrt(SHARED + (1 - SHARED) / Math.max(1, count))
}

const SHARED = 0.25

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, n) => sum + n, 0)
}
