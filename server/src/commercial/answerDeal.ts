import { decimalsOf } from '@bx/contracts/currencies'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { SimulationRow, simulate } from '@bx/contracts/endpoints/simulate'
import { FEASIBILITY } from '@bx/contracts/metrics/allocation'
import { divide } from '@bx/contracts/metrics/metric'
import { riskScore } from '@bx/contracts/metrics/riskScore'
import { type Money, moneyText, parseMoney, roundMoney } from '@bx/contracts/money'
import type { Days } from '../lib/clock.ts'
import { bestSplit } from './bestSplit.ts'
import type { DealInput, DealMerchant } from './checkDeal.ts'
import { dailyCountsOf, historyOf } from './dealDays.ts'
import { addDealMoney, type DealMoney, dealMoneyOf, moneyFields, rateText } from './dealMoney.ts'
import { NOTHING, type Range } from './forecast.ts'
import type { PlacementForecast } from './forecastPlacement.ts'
import { reasonOf } from './reasonOf.ts'
import type { Sold } from './spreadSold.ts'
import { type DealVerdict, lowRiskRoom, type Stock, supplyOf, verdictOn } from './supply.ts'
import { type Total, warningsOf } from './warningsOf.ts'

export interface DealFacts {
  readonly input: DealInput
  readonly merchant: DealMerchant | null
  readonly forecasts: readonly PlacementForecast[]
  readonly eligible: ReadonlySet<string>
  readonly sold: ReadonlyMap<string, Sold>
  readonly history: Days
  readonly meta: Answer<typeof simulate>['meta']
}

/** Computes the answer from what was read: a pure function. */
export function answerDeal(facts: DealFacts): Answer<typeof simulate> {
  const { input, forecasts, eligible } = facts
  const chosen = forecasts.filter(({ placement }) => eligible.has(placement.placementId))
  const verdict = verdictOn(
    input.requested_impressions,
    chosen.map((one) => stockOf(facts, one, 'mid')),
  )
  const split = splitOf(facts, chosen, verdict)
  const unitsOf = ({ placement }: PlacementForecast) => split.get(placement.placementId) ?? 0
  const moneyOf = (one: PlacementForecast) => dealMoneyOf(one, unitsOf(one), input.currency)
  const rows = forecasts.map((one) => rowOf(facts, one, unitsOf(one), moneyOf(one)))
  const total = totalOf(facts, chosen, { rows, money: addDealMoney(chosen.map(moneyOf)) }, verdict)
  return {
    data: {
      ...total,
      warnings: warningsOf(total, rows),
      rows,
      history: historyOf(chosen, facts.history),
      daily: dailyCountsOf(chosen),
      counted: {
        stored: chosen.reduce((sum, { history }) => sum + history.impressions.counts.reduce((a, b) => a + b, 0), 0),
        flagged: chosen.reduce((sum, { history }) => sum + history.flagged, 0),
      },
    },
    meta: facts.meta,
  }
}

function stockOf({ sold }: DealFacts, forecast: PlacementForecast, end: keyof Range): Stock {
  const { all, ofMerchant } = sold.get(forecast.placement.placementId) ?? { all: 0, ofMerchant: 0 }
  return { capacity: forecast.capacity[end], renders: forecast.renders[end], sold: all, soldToMerchant: ofMerchant }
}

/**
 * Splits a deal with the safest limits that deliver the goal: at low risk everywhere if it fits, else within 30 %, else
 * within 50 %, so that the verdict also holds for the split. Within these limits, at the least commission.
 */
function splitOf(facts: DealFacts, chosen: readonly PlacementForecast[], { feasibility }: DealVerdict) {
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

function rowOf(facts: DealFacts, one: PlacementForecast, units: number, money: DealMoney): SimulationRow {
  const { placement, commission } = one
  const { currency } = facts.input
  const stock = stockOf(facts, one, 'mid')
  const { available30, ...supply } = supplyOf(stock)
  const alone = verdictOn(facts.input.requested_impressions, [stock])
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
    ...moneyFields(money, currency),
    commission_rpm:
      commission.days === 0 ? null : moneyText(BigInt(Math.round(commission.perImpression * 1000)), currency),
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

function totalOf(
  facts: DealFacts,
  chosen: readonly PlacementForecast[],
  { rows: allRows, money }: { readonly rows: readonly SimulationRow[]; readonly money: DealMoney },
  { feasibility, boundBy, limits }: DealVerdict,
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
  const budget = parseMoney(input.budget)
  const ofMerchant = chosen.reduce((total, one) => total + stockOf(facts, one, 'mid').soldToMerchant, 0)
  const supply = {
    possible: sum((row) => row.possible),
    competing: sum((row) => row.competing),
    available: sum((row) => row.available),
  }
  return {
    deal: {
      budget: moneyText(budget, input.currency),
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
    limits: [...limits],
    reason: reasonOf({ goal, boundBy, limits }),
    fewer_for_30pct: Math.max(0, goal - available30),
    monthly_impression_capacity: sum((row) => row.monthly_impression_capacity),
    ...moneyFields(money, input.currency),
    paid_share: divide(sold + goal, capacity.mid),
    sold_share: divide(sold, capacity.mid),
    risk_score: riskScore({
      paid: sold + goal,
      ofMerchant: ofMerchant + goal,
      capacityLow: capacity.low,
      rendersLow: renders.low,
    }),
    cpm: rateText(budget, goal, input.currency)!,
    break_even_cpm: rateText(money.displaced?.mid ?? null, delivered, input.currency),
    delivered_price: moneyText(priceOf(facts, delivered), input.currency),
    safe_deal: safeDealOf(facts, chosen),
  }
}

/** The largest deal within 30 %. */
function safeDealOf(facts: DealFacts, chosen: readonly PlacementForecast[]): Total['safe_deal'] {
  const { currency } = facts.input
  const rooms = chosen.map((one) => supplyOf(stockOf(facts, one, 'mid')).available30)
  const impressions = rooms.reduce((sum, room) => sum + room, 0)
  const displaced = addDealMoney(chosen.map((one, i) => dealMoneyOf(one, rooms[i]!, currency))).displaced
  return {
    impressions,
    price: moneyText(priceOf(facts, impressions), currency),
    break_even_price: displaced && moneyText(displaced.mid, currency),
    break_even_cpm: rateText(displaced?.mid ?? null, impressions, currency),
    weak_period_impressions: chosen.reduce(
      (sum, one, i) => sum + Math.min(rooms[i]!, lowRiskRoom(stockOf(facts, one, 'low'))),
      0,
    ),
  }
}

/** The price of some impressions at the price per impression that was asked for. */
function priceOf({ input }: DealFacts, impressions: number): Money {
  const budget = parseMoney(input.budget)
  const exact = (budget * BigInt(impressions)) / BigInt(input.requested_impressions)
  return roundMoney(exact, decimalsOf(input.currency))
}

/**
 * Lows and highs are summed too: good and bad weeks affect all placements together, so the sum's interval is not
 * narrower than theirs.
 */
function sumRanges(ranges: readonly Range[]): Range {
  return ranges.reduce<Range>(
    (sum, { low, mid, high }) => ({ low: sum.low + low, mid: sum.mid + mid, high: sum.high + high }),
    NOTHING,
  )
}
