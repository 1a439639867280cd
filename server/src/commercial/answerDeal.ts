import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { SimulationRow, simulate } from '@bx/contracts/endpoints/simulate'
import { FEASIBILITY } from '@bx/contracts/metrics/allocation'
import { divide } from '@bx/contracts/metrics/metric'
import { revenueAtRisk30 } from '@bx/contracts/metrics/revenueAtRisk'
import { riskScore } from '@bx/contracts/metrics/riskScore'
import type { Days } from '../query/period.ts'
import { bestSplit } from './bestSplit.ts'
import type { DealInput, Merchant } from './checkDeal.ts'
import { dailyOf, historyOf } from './dealDays.ts'
import { displacedCommission } from './displacedCommission.ts'
import { NOTHING, type Range } from './forecast.ts'
import type { PlacementForecast } from './forecastPlacement.ts'
import { reasonOf } from './reasonOf.ts'
import type { Sold } from './spreadSold.ts'
import { lowRiskRoom, type Stock, supplyOf, type Verdict, verdictOn } from './supply.ts'
import { warningsOf } from './warningsOf.ts'

export interface DealFacts {
  readonly input: DealInput
  readonly merchant: Merchant | null
  readonly forecasts: readonly PlacementForecast[]
  readonly eligible: ReadonlySet<string>
  readonly sold: ReadonlyMap<string, Sold>
  readonly history: Days
  readonly meta: Omit<Answer<typeof simulate>['meta'], 'minor_digits'>
}

/** Commission is kept in ten-thousandths of the currency. */
const STORED_DIGITS = 4

/** The answer from what was read: a pure function. */
export function answerDeal(facts: DealFacts): Answer<typeof simulate> {
  const { input, forecasts, eligible } = facts
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: input.currency }).resolvedOptions()
  const minorDigits = digits.maximumFractionDigits ?? 2
  const chosen = forecasts.filter(({ placement }) => eligible.has(placement.placementId))
  const verdict = verdictOn(
    input.requested_impressions,
    chosen.map((one) => stockOf(facts, one, 'mid')),
  )
  const split = splitOf(facts, chosen, verdict)
  const toMinor = 10 ** (minorDigits - STORED_DIGITS)
  const rows = forecasts.map((one) => rowOf(facts, one, split.get(one.placement.placementId) ?? 0, toMinor))
  const total = totalOf(facts, chosen, rows, verdict)
  return {
    data: {
      ...total,
      warnings: warningsOf(total, rows, minorDigits),
      rows,
      history: historyOf(chosen, facts.history),
      daily: dailyOf(chosen),
      counted: {
        stored: chosen.reduce((sum, { history }) => sum + history.impressions.counts.reduce((a, b) => a + b, 0), 0),
        flagged: chosen.reduce((sum, { history }) => sum + history.flagged, 0),
      },
    },
    meta: { ...facts.meta, minor_digits: minorDigits },
  }
}

function stockOf({ sold }: DealFacts, forecast: PlacementForecast, end: keyof Range): Stock {
  const { all, ofMerchant } = sold.get(forecast.placement.placementId) ?? { all: 0, ofMerchant: 0 }
  return { capacity: forecast.capacity[end], renders: forecast.renders[end], sold: all, soldToMerchant: ofMerchant }
}

/**
 * At low risk everywhere where the deal fits there, else within 30 %, else within 50 %: the safest limits that deliver
 * the goal, so that the verdict holds for the split too; within them, at the least commission.
 */
function splitOf(facts: DealFacts, chosen: readonly PlacementForecast[], { feasibility }: Verdict) {
  const goal = facts.input.requested_impressions
  const lowRisk = chosen.map((one) => lowRiskRoom(stockOf(facts, one, 'low')))
  const isLowRisk = goal <= lowRisk.reduce((sum, room) => sum + room, 0)
  const offers = chosen.map((one, i) => {
    const { available, available30 } = supplyOf(stockOf(facts, one, 'mid'))
    return {
      placementId: one.placement.placementId,
      available: isLowRisk ? lowRisk[i]! : feasibility === FEASIBILITY[0] ? available30 : available,
      commissionPerImpression: one.commission.days === 0 ? null : one.commission.perImpression,
    }
  })
  return bestSplit(goal, offers)
}

function rowOf(facts: DealFacts, one: PlacementForecast, units: number, toMinor: number): SimulationRow {
  const { placement, commission } = one
  const stock = stockOf(facts, one, 'mid')
  const { available30, ...supply } = supplyOf(stock)
  const alone = verdictOn(facts.input.requested_impressions, [stock])
  const monthly = one.monthlyCommission === null ? null : Math.round(one.monthlyCommission * toMinor)
  return {
    placement_id: placement.placementId,
    placement_key: placement.key,
    placement_name: placement.name,
    tier: placement.tier,
    eligible: facts.eligible.has(placement.placementId),
    capacity: one.capacity,
    renders: one.renders,
    renders_estimated: one.rendersEstimated,
    sold: stock.sold,
    ...supply,
    available_30pct: available30,
    delivery_feasibility: alone.feasibility,
    bound_by: alone.boundBy,
    monthly_impression_capacity: Math.round(one.monthlyImpressions),
    monthly_cpa_revenue: monthly,
    revenue_at_risk_30pct: monthly === null ? null : revenueAtRisk30(monthly),
    displaced_commission: displacedCommission(units, commission, toMinor),
    commission_rpm: commission.days === 0 ? null : commission.perImpression * toMinor * 1000,
    allocated_impressions: units,
    paid_share: divide(stock.sold + units, stock.capacity),
    risk_score: riskScore({
      paid: stock.sold + units,
      ofMerchant: stock.soldToMerchant + units,
      capacityLow: one.capacity.low,
      rendersLow: one.renders.low,
    }),
    history_days: one.history.impressions.counts.length,
  }
}

export type Total = Omit<Answer<typeof simulate>['data'], 'warnings' | 'rows' | 'history' | 'daily' | 'counted'>

function totalOf(
  facts: DealFacts,
  chosen: readonly PlacementForecast[],
  allRows: readonly SimulationRow[],
  { feasibility, boundBy }: Verdict,
): Total {
  const { input, merchant } = facts
  const goal = input.requested_impressions
  const rows = allRows.filter(({ eligible }) => eligible)
  const sum = (value: (row: SimulationRow) => number) => rows.reduce((total, row) => total + value(row), 0)
  const [capacity, renders] = [sumRanges(rows.map((row) => row.capacity)), sumRanges(rows.map((row) => row.renders))]
  const [delivered, sold, available30] = [
    sum((row) => row.allocated_impressions),
    sum((row) => row.sold),
    sum((row) => row.available_30pct),
  ]
  const displaced = sumKnownRanges(rows.map((row) => row.displaced_commission))
  const ofMerchant = chosen.reduce((total, one) => total + stockOf(facts, one, 'mid').soldToMerchant, 0)
  const supply = {
    possible: sum((row) => row.possible),
    competing: sum((row) => row.competing),
    available: sum((row) => row.available),
  }
  return {
    deal: {
      budget_minor: input.budget_minor,
      currency: input.currency,
      requested_impressions: goal,
      start_date: input.start_date,
      end_date: input.end_date,
      merchant_id: merchant?.id ?? null,
      merchant_name: merchant?.name ?? null,
    },
    ...{ goal, delivered, shortfall: goal - delivered, capacity, renders, sold, ...supply },
    available_30pct: available30,
    delivery_feasibility: feasibility,
    delivery_feasibility_low: verdictOn(
      goal,
      chosen.map((one) => stockOf(facts, one, 'low')),
    ).feasibility,
    bound_by: boundBy,
    reason: reasonOf({
      goal,
      capacity: capacity.mid,
      renders: renders.mid,
      sold,
      available30,
      ...supply,
      boundBy,
      feasibility,
    }),
    fewer_for_30pct: Math.max(0, goal - available30),
    monthly_impression_capacity: sum((row) => row.monthly_impression_capacity),
    monthly_cpa_revenue: sumKnown(rows.map((row) => row.monthly_cpa_revenue)),
    revenue_at_risk_30pct: sumKnown(rows.map((row) => row.revenue_at_risk_30pct)),
    displaced_commission: displaced,
    paid_share: divide(sold + goal, capacity.mid),
    sold_share: divide(sold, capacity.mid),
    risk_score: riskScore({
      paid: sold + goal,
      ofMerchant: ofMerchant + goal,
      capacityLow: capacity.low,
      rendersLow: renders.low,
    }),
    cpm: (input.budget_minor / goal) * 1000,
    break_even_cpm: delivered === 0 || displaced === null ? null : (displaced.mid / delivered) * 1000,
  }
}

/** Lows and highs add up too: placements share good and bad weeks, so the sum's interval is not narrower than theirs. */
function sumRanges(ranges: readonly Range[]): Range {
  return ranges.reduce<Range>(
    (sum, { low, mid, high }) => ({ low: sum.low + low, mid: sum.mid + mid, high: sum.high + high }),
    NOTHING,
  )
}

/** null when one of them is not known: the sum would be too small. */
function sumKnownRanges(ranges: readonly (Range | null)[]): Range | null {
  return ranges.includes(null) ? null : sumRanges(ranges.filter((range) => range !== null))
}

/** Of those that are known; null when none is. */
function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
