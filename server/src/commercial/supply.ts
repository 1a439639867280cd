import type { BoundBy } from '@bx/contracts/endpoints/simulate'
import { ALLOCATION_PCT, allocated, type Feasibility, feasibility } from '@bx/contracts/metrics/allocation'
import { HIGH_RISK_SCORE } from '@bx/contracts/metrics/riskScore'

// What a placement can give a deal: at most 30 or 50 % of the impressions may be paid, over all packages together, and
// a merchant fills one slot of a render.

export interface Stock {
  /** Forecast impressions and renders in the days of the deal. */
  readonly capacity: number
  readonly renders: number
  /** Paid impressions already sold there, and this merchant's part of them. */
  readonly sold: number
  readonly soldToMerchant: number
}

export interface Supply {
  /** possible = available + competing */
  readonly possible: number
  readonly competing: number
  readonly available: number
  /** Within 30 %; the others within 50 %. */
  readonly available30: number
}

export function supplyOf(stock: Stock): Supply {
  const possible = roomIn({ ...stock, sold: 0, soldToMerchant: 0 }, ALLOCATION_PCT.highest)
  const available = roomIn(stock, ALLOCATION_PCT.highest)
  return { possible, competing: possible - available, available, available30: roomIn(stock, ALLOCATION_PCT.safe) }
}

/**
 * What can be promised at low risk: within 30 % and the same share of the merchant's renders, in a weak period.
 * @param weak the lower ends of the forecasts
 */
export function lowRiskRoom(weak: Stock): number {
  const renders = allocated(weak.renders, HIGH_RISK_SCORE)
  return roomIn({ ...weak, renders }, ALLOCATION_PCT.safe)
}

function roomIn({ capacity, renders, sold, soldToMerchant }: Stock, percent: number): number {
  return Math.max(0, Math.min(allocated(capacity, percent) - sold, renders - soldToMerchant))
}

export interface DealVerdict {
  readonly feasibility: Feasibility
  readonly boundBy: BoundBy
  /** The arithmetic of the room within the limit that the verdict reached. */
  readonly limits: readonly Limit[]
}

/** The placements that one limit holds back: allows − used = leaves. */
export interface Limit {
  readonly by: 'allocation' | 'renders'
  /** 30 or 50. */
  readonly percent: number
  readonly placements: number
  /** Forecast impressions, or renders, that the limit is taken of. */
  readonly of: number
  readonly allows: number
  /** Sold packages, as far as they use what the limit allows. */
  readonly used: number
  readonly leaves: number
}

/** The seed's verdict on what several placements can deliver together, and the limit that prevented a better one. */
export function verdictOn(goal: number, stocks: readonly Stock[]): DealVerdict {
  const verdict = feasibility(goal, roomOf(stocks, ALLOCATION_PCT.safe), roomOf(stocks, ALLOCATION_PCT.highest))
  const percent = verdict === 'Not Feasible' ? ALLOCATION_PCT.highest : ALLOCATION_PCT.safe
  const limits = limitsOf(stocks, percent)
  return { feasibility: verdict, limits, boundBy: boundByOf(goal, stocks, { verdict, percent, limits }) }
}

function boundByOf(
  goal: number,
  stocks: readonly Stock[],
  found: { readonly verdict: Feasibility; readonly percent: number; readonly limits: readonly Limit[] },
): BoundBy {
  if (found.verdict === 'Feasible (30% allocation)') return 'none'
  const largest = found.limits[0]
  if (largest === undefined) return 'no_history'
  if (largest.by === 'renders') return 'renders'
  const unsold = stocks.map((stock) => ({ ...stock, sold: 0, soldToMerchant: 0 }))
  return goal <= roomOf(unsold, found.percent) ? 'sold' : 'allocation'
}

/** Each placement under the limit that binds there: the lower one. The limit that leaves most comes first. */
function limitsOf(stocks: readonly Stock[], percent: number): Limit[] {
  const shown = stocks.filter(({ capacity, renders }) => capacity > 0 || renders > 0)
  const byRenders = (stock: Stock) =>
    stock.renders - stock.soldToMerchant < allocated(stock.capacity, percent) - stock.sold
  const limitOf = (by: Limit['by'], held: readonly Stock[]): Limit => {
    const parts = held.map((stock) => {
      const of = by === 'renders' ? stock.renders : stock.capacity
      const allows = by === 'renders' ? of : allocated(of, percent)
      return { of, allows, used: Math.min(allows, by === 'renders' ? stock.soldToMerchant : stock.sold) }
    })
    const sum = (key: 'of' | 'allows' | 'used') => parts.reduce((total, part) => total + part[key], 0)
    const [allows, used] = [sum('allows'), sum('used')]
    return { by, percent, placements: held.length, of: sum('of'), allows, used, leaves: allows - used }
  }
  return [
    limitOf(
      'allocation',
      shown.filter((stock) => !byRenders(stock)),
    ),
    limitOf('renders', shown.filter(byRenders)),
  ]
    .filter(({ placements }) => placements > 0)
    .sort((a, b) => b.leaves - a.leaves || b.allows - a.allows)
}

function roomOf(stocks: readonly Stock[], percent: number): number {
  return stocks.reduce((sum, stock) => sum + roomIn(stock, percent), 0)
}
