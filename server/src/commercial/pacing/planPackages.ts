import type { PacingRules } from '../../settings/registry.ts'
import { learnRate } from './learnRate.ts'
import { type PlannedDelivery, type PlannedPackage, planAllocations } from './planAllocations.ts'
import type { PacedPackage } from './readPaced.ts'
import type { RecentHour } from './readRecentTraffic.ts'
import type { KnownSupply } from './readSupplies.ts'

// Turns what is known about packages and placements into the question for the planner, and its answer back into units.

export interface PackagePlan extends PlannedDelivery {
  /** Units of an impression. */
  readonly rate: number
  /** Relative standard deviation of what can be delivered. */
  readonly doubt: number
  /** By slot: impressions of a filled slot, of what is usual there. */
  readonly shown: readonly number[]
}

export interface PlanContext {
  readonly now: number
  readonly todayEnds: number
  readonly rules: PacingRules
  readonly supplies: ReadonlyMap<string, KnownSupply>
  readonly recentOf: (placementId: string) => readonly RecentHour[]
}

/** Trials that a prior counts for: filled slots, and impressions. */
const [SLOTS_PRIOR, IMPRESSIONS_PRIOR] = [200, 2000]
/** The seed's rates, where a placement has no clicks or sales yet. */
const ASSUMED = { ctr: 0.025, conversionRate: 0.025 * 0.015, viewable: 0.7 }

/**
 * Packages that still owe something and may be shown now or later: their plans by package; null: none was found in time.
 * @param plannedOf units planned until now
 */
export async function planPackages(
  paced: readonly PacedPackage[],
  plannedOf: (one: PacedPackage) => number,
  context: PlanContext,
): Promise<Map<string, PackagePlan> | null> {
  const { now, todayEnds, rules, supplies } = context
  const places = [...supplies.values()]
  const index = new Map(places.map(({ placementId }, i) => [placementId, i]))
  const open = paced.filter(isOpen).map((one) => ({ one, known: knownOf(one, context) }))
  const planned = await planAllocations({
    ...{ now, todayEnds, limits: rules },
    placements: places.map(({ renders, perRender, cost }) => ({ renders, perRender, cost: Math.max(0, cost) })),
    packages: open.map(({ one, known }) =>
      plannedPackage(one, known, { planned: plannedOf(one), indexOf: (id) => index.get(id)! }),
    ),
  })
  if (planned === null) return null
  return new Map(
    open.map(({ one, known }, i) => {
      const { rate, doubt, shown } = known
      return [one.row.package_id, { ...planned[i]!, rate, shown, doubt: Math.hypot(doubt, trafficDoubt(one, context)) }]
    }),
  )
}

/** Booked or live, with a goal that is not reached. */
function isOpen({ row, delivered }: PacedPackage): boolean {
  return (row.status === 'live' || row.status === 'booked') && row.goal_units !== null && delivered < row.goal_units
}

interface Known {
  readonly rate: number
  readonly doubt: number
  readonly perSlot: readonly number[]
  readonly shown: readonly number[]
}

/** What the package has taught: how often a filled slot is seen, and how many units an impression brings. */
function knownOf(one: PacedPackage, { supplies, recentOf }: PlanContext): Known {
  const slots = one.slots.map(({ placementId, shareAt, recentImpressions }) => {
    const { perSlot, perRender } = supplies.get(placementId)!
    const filled =
      recentOf(placementId).reduce((sum, { at, impressions }) => sum + shareAt(at) * impressions, 0) / perRender
    const prior = Math.max(0.01, perSlot)
    const { rate } = learnRate(recentImpressions, perRender > 0 ? filled : 0, { prior, weight: SLOTS_PRIOR, most: 1 })
    return { rate, shown: rate / prior }
  })
  return { ...unitRate(one, supplies), perSlot: slots.map(({ rate }) => rate), shown: slots.map(({ shown }) => shown) }
}

/** Units of an impression, from what the placements bring and what the package brought. */
export function unitRate(
  { row, delivery, delivered, slots }: PacedPackage,
  supplies: ReadonlyMap<string, KnownSupply>,
) {
  if (row.billing_basis === 'in_view') return { rate: 1, doubt: 0 }
  const prior = usualRate(row.billing_basis, slots, supplies)
  return learnRate(delivered, delivery.impressions, { prior, weight: IMPRESSIONS_PRIOR, most: 1 })
}

/** Units of an impression in the placements of a package, over all brands. */
export function usualRate(
  basis: PacedPackage['row']['billing_basis'],
  slots: PacedPackage['slots'],
  supplies: ReadonlyMap<string, KnownSupply>,
): number {
  if (basis === 'in_view') return 1
  if (basis === 'viewable') return ASSUMED.viewable
  const rates = slots.map(({ placementId }) => {
    const { ctr, conversionRate } = supplies.get(placementId)!
    return basis === 'click' ? ctr : conversionRate
  })
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)
  return mean > 0 ? Math.min(1, mean) : basis === 'click' ? ASSUMED.ctr : ASSUMED.conversionRate
}

function plannedPackage(
  one: PacedPackage,
  known: Known,
  { planned, indexOf }: { readonly planned: number; readonly indexOf: (placementId: string) => number },
): PlannedPackage {
  const { row, delivered, today, slots } = one
  const impressions = (units: number) => Math.max(0, units) / known.rate
  const units = new Map(row.placements.map(({ placement_id, units }) => [placement_id, units]))
  return {
    ...{ merchant: row.merchant_id, mode: row.delivery_mode, need: impressions(row.goal_units! - delivered) },
    behind: Math.min(impressions(planned - delivered), impressions(row.goal_units! - delivered)),
    ...{ start: row.start_date.getTime(), end: row.end_date.getTime() },
    daily:
      row.daily_cap_units === null
        ? null
        : { most: impressions(row.daily_cap_units), leftToday: impressions(row.daily_cap_units - today) },
    slots: slots.map(({ placementId, targetShare, units: there }, i) => {
      const own = units.get(placementId) ?? null
      return {
        ...{
          placement: indexOf(placementId),
          perSlot: known.perSlot[i]!,
          share: targetShare,
          mostShare: row.most_share,
        },
        need: own === null ? null : impressions(own - there),
      }
    }),
  }
}

/** Of the placements together, by their size. */
function trafficDoubt({ row, slots }: PacedPackage, { now, supplies }: PlanContext): number {
  const [from, to] = [Math.max(now, row.start_date.getTime()), row.end_date.getTime()]
  const sizes = slots.map(({ placementId }) => {
    const { renders, perSlot, doubt } = supplies.get(placementId)!
    return { size: renders(from, to) * perSlot, doubt: doubt((to - from) / 86_400_000) }
  })
  const all = sizes.reduce((sum, { size }) => sum + size, 0)
  return all === 0 ? 1 : sizes.reduce((sum, { size, doubt }) => sum + (size / all) * doubt, 0)
}
