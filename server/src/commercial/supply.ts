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
}

/** The seed's verdict on what several placements can deliver together, and the limit that prevented a better one. */
export function verdictOn(goal: number, stocks: readonly Stock[]): DealVerdict {
  const room = (percent: number, change: Partial<Stock> = {}) =>
    stocks.reduce((sum, stock) => sum + roomIn({ ...stock, ...change }, percent), 0)
  const verdict = feasibility(goal, room(ALLOCATION_PCT.safe), room(ALLOCATION_PCT.highest))
  if (verdict === 'Feasible (30% allocation)') return { feasibility: verdict, boundBy: 'none' }
  if (stocks.every(({ capacity }) => capacity === 0)) return { feasibility: verdict, boundBy: 'no_history' }
  // Finds the limit that the deal exceeded: lifts one limit after the other until the deal fits.
  const failed = verdict === 'Not Feasible' ? ALLOCATION_PCT.highest : ALLOCATION_PCT.safe
  const [noRenders, nothingSold] = [{ renders: Number.POSITIVE_INFINITY }, { sold: 0, soldToMerchant: 0 }]
  if (goal <= room(failed, noRenders)) return { feasibility: verdict, boundBy: 'renders' }
  if (goal <= room(failed, nothingSold)) return { feasibility: verdict, boundBy: 'sold' }
  if (goal <= room(failed, { ...noRenders, ...nothingSold })) return { feasibility: verdict, boundBy: 'renders' }
  return { feasibility: verdict, boundBy: 'allocation' }
}
