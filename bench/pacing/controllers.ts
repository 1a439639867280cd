import { type PlacementSupply, placementSupply } from '../../server/src/commercial/pacing/placementSupply.ts'
import { weekCurve } from '../../server/src/commercial/pacing/weekCurve.ts'
import { addDays, utcDate } from '../../server/src/lib/clock.ts'
import { type Controller, deliveredOf, type Seen } from './closedLoop.ts'
import { DAY_MS, HISTORY_DAYS, type Market, SOLD_CTR, START } from './market.ts'

// The controllers that ours is compared with. All of them see the same counts and the same forecast.

/** What is known about the traffic on a day, from the 56 days before. */
export function suppliesOn(market: Market, now: number): PlacementSupply[] {
  const day = utcDate(now)
  const cached = memory.get(market)
  if (cached?.day === day) return cached.supplies
  const end = Math.floor((now - START) / DAY_MS) * 24 + HISTORY_DAYS * 24
  const supplies = market.placements.map(({ renders, slots, filled, inView, silent }) => {
    const hours = Array.from({ length: HISTORY_DAYS * 24 }, (_, i) => end - HISTORY_DAYS * 24 + i)
    const counted = (hour: number) => (silent(hour) ? 0 : renders[hour]!)
    const days = Array.from({ length: HISTORY_DAYS }, (_, i) =>
      hours.slice(i * 24, i * 24 + 24).reduce((sum, hour) => sum + counted(hour), 0),
    )
    const start = addDays(day, -HISTORY_DAYS)
    const from = days.findIndex((n) => n > 0)
    const history = (perRender: number) =>
      from < 0
        ? { start, counts: [] }
        : { start: addDays(start, from), counts: days.slice(from).map((n) => Math.round(n * perRender)) }
    return placementSupply({
      ...{ impressions: history(filled * inView), renders: history(1), slots, timeZone: 'UTC' },
      slotsFilled: days.reduce((sum, n) => sum + Math.round(n), 0) * filled,
      curve: weekCurve(
        hours.map((hour) => [hour % 168, counted(hour)] as const),
        HISTORY_DAYS,
      ),
      ahead: { start: day, end: addDays(day, 64) },
      startOf: (at) => Date.parse(`${at}T00:00:00Z`),
    })
  })
  memory.set(market, { day, supplies })
  return supplies
}

const memory = new WeakMap<Market, { readonly day: string; readonly supplies: PlacementSupply[] }>()

/** The seed's algorithm: whole calendar days, up below 80 %, down above 120 %, by a tenth; no joint limit, and no stop at the goal. */
export function seedController(): Controller {
  return {
    name: 'seed',
    decide({ now, live, market }) {
      for (const one of live) {
        if (isNew(one)) setShares(one, evenShare(one, suppliesOn(market, now), now))
        const { start, end, goal } = one.sold
        const elapsed = Math.floor((now - start) / DAY_MS)
        const expected = goal * (elapsed / Math.round((end - start) / DAY_MS))
        if (expected === 0) continue
        const pct = (deliveredOf(one) / expected) * 100
        if (pct < 80) scale(one, 1.1)
        else if (pct > 120) scale(one, 1 / 1.1)
      }
      return Promise.resolve(undefined)
    },
  }
}

/** A proportional rule whose strength moves in buckets with hysteresis (arXiv 2509.25429), over the even share of the start. */
export function bucketController(): Controller {
  const strength = new Map<number, number>()
  const bases = new Map<number, number[]>()
  return {
    name: 'proportional',
    decide({ now, live, market }) {
      const supplies = suppliesOn(market, now)
      for (const one of live) {
        const base = bases.get(one.index) ?? evenShare(one, supplies, now)
        bases.set(one.index, base)
        const planned = plannedOf(one, supplies, now)
        const error = planned > 0 ? (planned - deliveredOf(one)) / planned : 0
        const before = strength.get(one.index) ?? 0
        // A bucket is 4 % wide; it is left when the error is half a bucket beyond its border.
        const bucket =
          Math.abs(error / 0.04 - before) > 1 ? Math.max(-8, Math.min(12, Math.round(error / 0.04))) : before
        strength.set(one.index, bucket)
        setShares(
          one,
          deliveredOf(one) >= one.sold.goal ? base.map(() => 0) : base.map((share) => share * (1 + 0.15 * bucket)),
        )
      }
      limitTogether(live, supplies)
      return Promise.resolve(undefined)
    },
  }
}

/** A slow plan per day (even over what is left, cheapest placements first) and a fast correction at each check. */
export function twoScalesController(): Controller {
  const plans = new Map<number, number[]>()
  return {
    name: 'two time scales',
    decide({ now, tick, live, market }) {
      const supplies = suppliesOn(market, now)
      for (const one of live) {
        if (tick % 96 === 0 || !plans.has(one.index))
          plans.set(one.index, cheapestShare(one, { supplies, market, now }))
        const plan = plans.get(one.index)!
        const left = one.sold.goal - deliveredOf(one)
        const coming = plan.reduce(
          (sum, share, slot) =>
            sum + share * unitsPerRender(one, supplies, slot) * rendersLeft(one, supplies, slot, now),
          0,
        )
        const factor = left <= 0 ? 0 : Math.min(2, left / Math.max(1, coming))
        const wanted = plan.map((share) => share * factor)
        setShares(
          one,
          wanted.map((share, slot) =>
            Math.abs(share - one.shares[slot]!) > 0.08 * one.shares[slot]! ? share : one.shares[slot]!,
          ),
        )
      }
      limitTogether(live, supplies)
      return Promise.resolve(undefined)
    },
  }
}

function isNew(one: Seen): boolean {
  return one.shares.every((share) => share === 0) && deliveredOf(one) === 0
}

export function rendersLeft({ sold }: Seen, supplies: readonly PlacementSupply[], slot: number, now: number): number {
  return supplies[sold.placements[slot]!]!.renders(Math.max(now, sold.start), sold.end)
}

function unitsPerRender({ sold }: Seen, supplies: readonly PlacementSupply[], slot: number): number {
  return supplies[sold.placements[slot]!]!.perSlot * (sold.type === 'CPC' ? SOLD_CTR : 1)
}

/** One share for all placements that delivers what is open in what is left. */
function evenShare(one: Seen, supplies: readonly PlacementSupply[], now: number): number[] {
  const left = one.sold.goal - deliveredOf(one)
  const all = one.sold.placements.reduce(
    (sum, _, slot) => sum + rendersLeft(one, supplies, slot, now) * unitsPerRender(one, supplies, slot),
    0,
  )
  return one.sold.placements.map(() => Math.min(1, Math.max(0, left) / Math.max(1, all)))
}

function cheapestShare(
  one: Seen,
  {
    supplies,
    market,
    now,
  }: { readonly supplies: readonly PlacementSupply[]; readonly market: Market; readonly now: number },
): number[] {
  let left = Math.max(0, one.sold.goal - deliveredOf(one))
  const shares = one.sold.placements.map(() => 0)
  const byCost = one.sold.placements
    .map((placement, slot) => ({ slot, cost: market.placements[placement]!.cost }))
    .sort((a, b) => a.cost - b.cost)
  for (const { slot } of byCost) {
    const units = rendersLeft(one, supplies, slot, now) * unitsPerRender(one, supplies, slot)
    shares[slot] = Math.min(0.8, left / Math.max(1, units))
    left -= shares[slot]! * units
  }
  return shares
}

/** Units planned until now along the forecast, continued from check to check. */
export function plannedOf(one: Seen, supplies: readonly PlacementSupply[], now: number): number {
  const { start, end, goal, placements } = one.sold
  const before = one.planned
  const from = Math.max(start, before.at)
  const traffic = (a: number, b: number) =>
    placements.reduce((sum, placement) => sum + supplies[placement]!.renders(a, b) * supplies[placement]!.perSlot, 0)
  const [passed, left] = [traffic(Math.min(from, now), now), traffic(now, end)]
  before.units += passed + left > 0 ? ((goal - before.units) * passed) / (passed + left) : 0
  before.at = now
  return before.units
}

function setShares(one: Seen, shares: readonly number[]): void {
  shares.forEach((share, slot) => {
    one.shares[slot] = Math.min(1, Math.round(Math.max(0, share) * 10_000) / 10_000)
  })
}

function scale(one: Seen, factor: number): void {
  setShares(
    one,
    [...one.shares].map((share) => share * factor),
  )
}

/** Above 50 % paid, all packages of a placement are shown less. */
function limitTogether(live: readonly Seen[], supplies: readonly PlacementSupply[]): void {
  supplies.forEach(({ perRender, perSlot }, placement) => {
    const paid = live.flatMap((one) => {
      const slot = one.sold.placements.indexOf(placement)
      return slot < 0 ? [] : [{ one, slot }]
    })
    const sum = paid.reduce((total, { one, slot }) => total + one.shares[slot]! * perSlot, 0)
    const factor = Math.min(1, (0.5 * perRender) / Math.max(1e-9, sum))
    if (factor < 1) for (const { one, slot } of paid) one.shares[slot] = one.shares[slot]! * factor
  })
}
