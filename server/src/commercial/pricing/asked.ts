import type { PricedQuote } from '@bx/contracts/endpoints/pricing'
import { type Money, moneyText, parseMoney } from '@bx/contracts/money'
import type { CpmRates, Tier } from '@bx/contracts/packages/pricing'
import type { Need } from './checkAvailability.ts'
import type { PriceInput } from './checkInput.ts'
import { clickCvrOf, ctrOf } from './readEstimates.ts'
import type { PricingFacts } from './readPricingFacts.ts'

/** What the pricers of the three objectives need. */
export interface Asked {
  readonly input: PriceInput
  readonly facts: PricingFacts
  readonly rates: UsedRates
  readonly currency: string
  readonly common: ReturnType<typeof commonOf>
}

/** Rates of this quote: the price list's, where the request has no other. */
interface UsedRates {
  readonly cpm: CpmRates
  readonly cpc: Money
}

/** A quote before its availability is checked. */
type Unchecked<Quote> = Quote extends unknown ? Omit<Quote, 'deal'> : never
export interface Priced {
  readonly quote: Unchecked<PricedQuote>
  /** What it needs; none without a price up front. */
  readonly needs: readonly Need[]
  readonly price: Money
}

/** @param days of the flight; null: not asked */
export function askedOf(input: PriceInput, facts: PricingFacts, days: number | null, currency: string): Asked {
  const rates = usedRates(input, facts)
  return { input, facts, rates, currency, common: commonOf(input, facts, rates, { days, currency }) }
}

function usedRates(input: PriceInput, { rates, eligible }: PricingFacts): UsedRates {
  return {
    cpm: {
      base: parseMoney(input.base_cpm ?? rates.base_cpm),
      factor: input.high_value_factor ?? rates.high_value_factor,
      highPct: highPctOf(input.high_value_pct ?? rates.high_value_pct, new Set(eligible.map(({ tier }) => tier))),
    },
    cpc: parseMoney(input.base_cpc ?? rates.base_cpc),
  }
}

/** A share of placements that the quote does not have cannot be sold. */
function highPctOf(wanted: number, tiers: ReadonlySet<Tier>): number {
  if (tiers.size !== 1) return wanted
  return tiers.has('high_value') ? 100 : 0
}

function commonOf(
  input: PriceInput,
  { rates: list, ratesVersion, merchant, eligible, history, enough }: PricingFacts,
  { cpm, cpc }: UsedRates,
  { days, currency }: { readonly days: number | null; readonly currency: string },
) {
  const isOwn = [input.base_cpm, input.base_cpc, input.high_value_factor, input.high_value_pct].some(
    (own) => own != null,
  )
  return {
    merchant_objective: input.merchant_objective,
    budget: moneyText(parseMoney(input.budget), currency),
    currency,
    merchant_id: merchant?.id ?? null,
    merchant_name: merchant?.name ?? null,
    start_date: input.start_date ?? null,
    end_date: input.end_date ?? null,
    days,
    placements:
      input.placement_ids.length === 0
        ? []
        : eligible.map(({ placementId, key, name, tier }) => ({
            ...{ placement_id: placementId, placement_key: key, placement_name: name, tier },
          })),
    rates: {
      base_cpm: moneyText(cpm.base, currency),
      base_cpc: moneyText(cpc, currency),
      high_value_factor: cpm.factor,
      high_value_pct: cpm.highPct,
      version: ratesVersion,
      is_list: !isOwn,
    },
    ctr_pct: ctrOf(history, list, enough),
    click_cvr_pct: clickCvrOf(history, list, enough),
  }
}
