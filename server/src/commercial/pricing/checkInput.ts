import { decimalsOf } from '@bx/contracts/currencies'
import type { priceBody } from '@bx/contracts/endpoints/pricing'
import { parseMoney, roundMoney } from '@bx/contracts/money'
import type { z } from 'zod'
import { daysBetween } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { localNow } from '../../lib/localDay.ts'
import { checkDeal } from '../checkDeal.ts'
import type { SimulationContext } from '../simulateDeal.ts'

export type PriceInput = z.output<typeof priceBody>

/** The days of a quote. */
export interface QuoteDays {
  readonly start: string
  readonly end: string
  readonly length: number
}

/** The days that were asked for, if any. Throws invalid_request, currency_not_ours, deal_in_past. */
export function checkInput(input: PriceInput, { now, organisation }: SimulationContext): QuoteDays | null {
  const { currency, timeZone } = organisation
  const { start_date: start = null, end_date: end = null, budget } = input
  if (input.currency !== undefined && input.currency !== currency)
    throw new AppError('currency_not_ours', { details: [{ field: 'currency', message: `expected ${currency}` }] })
  const [amount, decimals] = [parseMoney(budget), decimalsOf(currency)]
  if (roundMoney(amount, decimals) !== amount)
    throw invalid('budget', `expected at most ${decimals} decimal places, as ${currency} has`)
  if ((start === null) !== (end === null)) throw invalid('end_date', 'expected start_date and end_date together')
  if (start === null || end === null) return null
  // The simulator's rules for days; its other fields are checked above.
  const deal = { budget, currency, requested_impressions: 1, start_date: start, end_date: end, placement_ids: [] }
  checkDeal(deal, localNow(now, timeZone).day, currency)
  return { start, end, length: daysBetween(start, end) + 1 }
}

export function invalid(field: string, message: string): AppError {
  return new AppError('invalid_request', { details: [{ field, message }] })
}
