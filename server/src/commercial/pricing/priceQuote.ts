import type { PricedQuote } from '@bx/contracts/endpoints/pricing'
import type { Sql } from '../../db/client.ts'
import type { SimulationContext } from '../simulateDeal.ts'
import { askedOf } from './asked.ts'
import { checkAvailability } from './checkAvailability.ts'
import { checkInput, type PriceInput } from './checkInput.ts'
import { cpaQuote, cpcQuote, cpiQuote } from './objectives.ts'
import { readPricingFacts } from './readPricingFacts.ts'

// What a budget buys. The price comes from the rates alone; estimates, availability and displaced commission come from
// history. Changes nothing.

const PRICERS = { awareness: cpiQuote, traffic: cpcQuote, conversions: cpaQuote }

/** Throws invalid_request, currency_not_ours, deal_in_past, unknown_merchant, unknown_placement. */
export async function priceQuote(sql: Sql, input: PriceInput, context: SimulationContext): Promise<PricedQuote> {
  const days = checkInput(input, context)
  const facts = await readPricingFacts(sql, input, days?.length ?? null, context)
  const asked = askedOf(input, facts, days?.length ?? null, context.organisation.currency)
  const { quote, needs, price } = PRICERS[input.merchant_objective](asked)
  if (days === null || needs.length === 0) return { ...quote, deal: null }
  const merchantId = facts.merchant?.id ?? null
  return { ...quote, deal: await checkAvailability(sql, { days, merchantId, needs, price }, context) }
}
