import { outlookOf } from '../../server/src/commercial/pacing/chance.ts'
import { learnRate } from '../../server/src/commercial/pacing/learnRate.ts'
import type { PlacementSupply } from '../../server/src/commercial/pacing/placementSupply.ts'
import { type PlannedPackage, planAllocations } from '../../server/src/commercial/pacing/planAllocations.ts'
import { settleShare } from '../../server/src/commercial/pacing/settleShares.ts'
import { type Controller, deliveredOf, type Moment, type Seen } from './closedLoop.ts'
import { plannedOf, rendersLeft, suppliesOn } from './controllers.ts'
import { DAY_MS, SOLD_CTR } from './market.ts'

const LIMITS = { wanted_pct: 30, alert_pct: 40, most_pct: 50 }
/** Trials that a prior counts for: filled slots, and impressions. */
const SLOTS_PRIOR = 200
const IMPRESSIONS_PRIOR = 2000

/** The product's planner, with the rates that it learns and the shares that it publishes. */
export function ourController(every = 1): Controller {
  return {
    name: every === 1 ? 'ours' : `ours, every ${every * 15} minutes`,
    async decide(moment) {
      const supplies = suppliesOn(moment.market, moment.now)
      for (const one of moment.live) if (deliveredOf(one) >= one.sold.goal) one.shares.fill(0)
      if (moment.tick % every !== 0) return undefined
      return plan(moment, supplies)
    },
  }
}

async function plan({ now, live, market }: Moment, supplies: readonly PlacementSupply[]): Promise<Map<number, number>> {
  const open = live.filter((one) => deliveredOf(one) < one.sold.goal)
  const packages = open.map((one) => planned(one, supplies, now))
  const deliveries = await planAllocations({
    ...{ now, todayEnds: (Math.floor(now / DAY_MS) + 1) * DAY_MS, limits: LIMITS, packages },
    placements: supplies.map(({ renders, perRender }, i) => ({ renders, perRender, cost: market.placements[i]!.cost })),
  })
  const chances = new Map(live.map((one) => [one.index, 1]))
  deliveries?.forEach(({ shares, fits, room }, i) => {
    const one = open[i]!
    shares.forEach(({ target }, slot) => {
      one.shares[slot] = settleShare(one.shares[slot]!, target)
    })
    const { rate, doubt } = unitRate(one)
    const days = (one.sold.end - now) / DAY_MS
    const delivered = deliveredOf(one)
    const outlook = outlookOf({
      ...{ delivered, goal: one.sold.goal, planned: fits * rate, room: room * rate },
      doubt: Math.hypot(trafficDoubt(one, supplies, days, now), doubt),
    })
    chances.set(one.index, outlook.chance)
  })
  return chances
}

function planned(one: Seen, supplies: readonly PlacementSupply[], now: number): PlannedPackage {
  const { merchant, start, end, mode, goal, placements } = one.sold
  return {
    ...{ merchant, start, end, mode, daily: null },
    need: (goal - deliveredOf(one)) / unitRate(one).rate,
    behind: Math.max(0, plannedOf(one, supplies, now) - deliveredOf(one)) / unitRate(one).rate,
    slots: placements.map((placement, slot) => ({
      ...{ placement, need: null, share: one.shares[slot]!, mostShare: 1 },
      perSlot: learnRate(one.impressions[slot]!, one.filled[slot]!, {
        ...{ prior: Math.max(0.01, supplies[placement]!.perSlot), weight: SLOTS_PRIOR, most: 1 },
      }).rate,
    })),
  }
}

/** Units of an impression. */
function unitRate({ sold, clicks, impressions }: Seen) {
  if (sold.type === 'CPI') return { rate: 1, doubt: 0 }
  const shown = impressions.reduce((sum, n) => sum + n, 0)
  return learnRate(clicks, shown, { prior: SOLD_CTR, weight: IMPRESSIONS_PRIOR, most: 1 })
}

/** Of the placements together, by their size. */
function trafficDoubt(one: Seen, supplies: readonly PlacementSupply[], days: number, now: number): number {
  const sizes = one.sold.placements.map((placement, slot) => ({
    size: rendersLeft(one, supplies, slot, now),
    doubt: supplies[placement]!.doubt(days),
  }))
  const all = sizes.reduce((sum, { size }) => sum + size, 0)
  return all === 0 ? 1 : sizes.reduce((sum, { size, doubt }) => sum + (size / all) * doubt, 0)
}
