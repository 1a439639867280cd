import { decimalsOf } from '@bx/contracts/currencies'
import type { simulate } from '@bx/contracts/endpoints/simulate'
import { parseMoney, roundMoney } from '@bx/contracts/money'
import type { z } from 'zod'
import { addDays, daysBetween } from '../lib/clock.ts'
import { AppError } from '../lib/errors.ts'

export type DealInput = z.output<typeof simulate.body>

export interface KnownPlacement {
  readonly placementId: string
  readonly key: string
  readonly name: string
  readonly tier: 'high_value' | 'standard'
}

export interface DealMerchant {
  readonly id: string
  readonly name: string
}

/** Last day that can be forecast. */
const MAX_AHEAD_DAYS = 400

/** Throws invalid_request, deal_in_past or currency_not_ours if the deal is invalid, regardless of the data. */
export function checkDeal(deal: DealInput, today: string, currency: string): void {
  if (deal.currency !== currency)
    throw new AppError('currency_not_ours', { details: [{ field: 'currency', message: `expected ${currency}` }] })
  const [budget, decimals] = [parseMoney(deal.budget), decimalsOf(currency)]
  if (roundMoney(budget, decimals) !== budget)
    throw invalid('budget', `expected at most ${decimals} decimal places, as ${currency} has`)
  if (deal.start_date > deal.end_date) throw invalid('end_date', 'expected a day at or after start_date')
  const tomorrow = addDays(today, 1)
  if (deal.start_date < tomorrow)
    throw new AppError('deal_in_past', { details: [{ field: 'start_date', message: `expected ${tomorrow} or later` }] })
  if (daysBetween(today, deal.end_date) > MAX_AHEAD_DAYS)
    throw invalid('end_date', `expected ${addDays(today, MAX_AHEAD_DAYS)} or earlier`)
}

/** The ids of the named placements; all if none is named. Throws unknown_placement. */
export function eligibleOf(asked: readonly string[], known: readonly KnownPlacement[]): Set<string> {
  if (asked.length === 0) return new Set(known.map(({ placementId }) => placementId))
  return new Set(
    asked.map((name) => {
      const found =
        known.find(({ placementId }) => placementId === name.toLowerCase()) ?? known.find(({ key }) => key === name)
      if (found === undefined) throw new AppError('unknown_placement', { details: { placement_id: name } })
      return found.placementId
    }),
  )
}

function invalid(field: string, message: string): AppError {
  return new AppError('invalid_request', { details: [{ field, message }] })
}
