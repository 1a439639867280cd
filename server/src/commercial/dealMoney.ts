import type { SimulationRow } from '@bx/contracts/endpoints/simulate'
import { revenueAtRisk30 } from '@bx/contracts/metrics/revenueAtRisk'
import { addMoney, estimatedMoney, type Money, moneyText, perThousand } from '@bx/contracts/money'
import { displacedCommission } from './displacedCommission.ts'
import type { PlacementForecast } from './forecastPlacement.ts'

// The cost of a deal in a placement, and in all of them together. Each estimate is rounded once, for its placement, so
// that sums match the shown figures.

export interface DealMoney {
  /** null if no day's sales are final. */
  readonly monthly: Money | null
  readonly atRisk: Money | null
  /** null if impressions are sold where the commission is unknown. */
  readonly displaced: { readonly low: Money; readonly mid: Money; readonly high: Money } | null
}

/** @param units impressions of the deal there */
export function dealMoneyOf(forecast: PlacementForecast, units: number, currency: string): DealMoney {
  const { monthlyCommission, commission } = forecast
  const monthly = monthlyCommission === null ? null : estimatedMoney(monthlyCommission, currency)
  const displaced = displacedCommission(units, commission)
  const rounded = (tenThousandths: number) => estimatedMoney(tenThousandths, currency)
  return {
    monthly,
    atRisk: monthly === null ? null : revenueAtRisk30(monthly, currency),
    displaced: displaced && {
      low: rounded(displaced.low),
      mid: rounded(displaced.mid),
      high: rounded(displaced.high),
    },
  }
}

/** Months are summed over the placements where they are known; displaced commission only if all of it is known. */
export function addDealMoney(parts: readonly DealMoney[]): DealMoney {
  const displaced = parts.map((part) => part.displaced)
  const known = displaced.filter((range) => range !== null)
  const sum = (end: 'low' | 'mid' | 'high') => addMoney(known.map((range) => range[end]))
  return {
    monthly: addKnown(parts.map((part) => part.monthly)),
    atRisk: addKnown(parts.map((part) => part.atRisk)),
    displaced: known.length < displaced.length ? null : { low: sum('low'), mid: sum('mid'), high: sum('high') },
  }
}

function addKnown(values: readonly (Money | null)[]): Money | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : addMoney(known)
}

type MoneyFields = Pick<SimulationRow, 'monthly_cpa_revenue' | 'revenue_at_risk_30pct' | 'displaced_commission'>

export function moneyFields({ monthly, atRisk, displaced }: DealMoney, currency: string): MoneyFields {
  const text = (value: Money) => moneyText(value, currency)
  return {
    monthly_cpa_revenue: monthly === null ? null : text(monthly),
    revenue_at_risk_30pct: atRisk === null ? null : text(atRisk),
    displaced_commission: displaced && {
      low: text(displaced.low),
      mid: text(displaced.mid),
      high: text(displaced.high),
    },
  }
}

/** Money per 1,000 impressions as text; null if either is unknown. */
export function rateText(value: Money | null, impressions: number, currency: string): string | null {
  const rate = value === null ? null : perThousand(value, impressions)
  return rate === null ? null : moneyText(rate, currency)
}
