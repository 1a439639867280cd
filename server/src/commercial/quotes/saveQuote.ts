import type { PricedQuote } from '@bx/contracts/endpoints/pricing'
import type { saveQuote as endpoint } from '@bx/contracts/endpoints/quotes'
import type { z } from 'zod'
import type { Sql } from '../../db/client.ts'
import type { Organisation } from '../../settings/organisation.ts'
import { createPackageIn, type NewPackage } from '../packages/createPackage.ts'
import { movePackage } from '../packages/movePackage.ts'
import { lockPackage } from '../packages/packageRow.ts'
import { invalid } from '../pricing/checkInput.ts'
import { priceQuote } from '../pricing/priceQuote.ts'

// Saves a priced budget: a package with the terms of the quote, quoted at once, in one transaction.

interface Saving {
  readonly actor: string
  readonly now: number
  readonly organisation: Pick<Organisation, 'timeZone' | 'currency'>
}

/** @returns package_id. Throws what priceQuote and createPackage throw. */
export async function saveQuote(
  sql: Sql,
  { package_name: name, ...input }: z.output<typeof endpoint.body>,
  { actor, now, organisation }: Saving,
): Promise<string> {
  const quote = await priceQuote(sql, input, { now, organisation })
  const terms = packageOf(quote, name)
  const at = new Date(now)
  return sql.begin(async (tx) => {
    const id = await createPackageIn(tx, { actor, at, reporting: organisation }, terms)
    const step = { actor, action: 'quote' as const, reason: null, at: new Date(now + 1), reporting: organisation }
    await movePackage(tx, await lockPackage(tx, id), 'quote', step)
    await tx`
      update package_quotes set inputs = ${JSON.stringify(input)}::text::jsonb,
        priced = ${JSON.stringify(quote)}::text::jsonb, rates_version = ${quote.rates.version}
      where package_id = ${id}`
    return id
  })
}

function packageOf(quote: PricedQuote, name: string): NewPackage {
  const { merchant_id, start_date, end_date, unit_price } = quote
  if (merchant_id === null) throw invalid('merchant_id', 'expected a merchant: a quote is for somebody')
  if (start_date === null || end_date === null) throw invalid('start_date', 'expected the days of the quote')
  if (unit_price === null) throw invalid('price_per_sale', 'expected what the merchant pays for a sale')
  return {
    ...{ merchant_id, package_name: name, package_type: quote.package_type, makegood_of: null, po_number: null },
    ...{ guaranteed_units: unitsOf(quote), unit_price, price: quote.price, start_date, end_date },
    ...{ billing_basis: undefined, buffer_units: 0, cap_units: null, daily_cap_units: null },
    ...{ end_rule: 'run_to_goal', delivery_mode: 'even', requires_slot_token: false },
    placements: quote.placements.map(({ placement_id }) => ({ placement_id })),
    ...creditOf(quote),
  }
}

function unitsOf(quote: PricedQuote): number | null {
  if (quote.package_type === 'CPI') return quote.guaranteed_impressions
  return quote.package_type === 'CPC' ? quote.guaranteed_clicks : null
}

/** Confirmed sales of the decisive touch within a week, as dashboards credit them. */
function creditOf({ package_type: type }: PricedQuote) {
  if (type !== 'CPA') return { credit_model: null, credit_window_days: null, billed_status: null }
  return { credit_model: 'decisive_touch', credit_window_days: 7, billed_status: 'confirmed' } as const
}
