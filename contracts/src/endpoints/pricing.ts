import { z } from 'zod'
import { amount } from '../events/amount.ts'
import { OBJECTIVES, TIERS } from '../packages/pricing.ts'
import { MAX_PLACEMENTS } from '../packages/values.ts'
import { count, day, money, moneyRate, placementFields } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const nameOrId = z.string().min(1).max(128)

export const priceBody = z.object({
  merchant_objective: z.enum(OBJECTIVES),
  /** In units of the reporting currency, with at most its decimals. conversions: 0 or more, a hint only. */
  budget: amount,
  /** ISO 4217; the reporting currency, also when omitted. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected a currency such as GBP')
    .optional(),
  /** First and last day, both included. Without them, availability and displaced commission are not answered. */
  start_date: day.nullish(),
  end_date: day.nullish(),
  /** merchant_id or merchant_ref. */
  merchant_id: nameOrId.nullish(),
  /** placement_id or placement_key of each; empty: all placements. */
  placement_ids: z.array(nameOrId).max(MAX_PLACEMENTS).default([]),
  /** Where this quote differs from the price list. */
  base_cpm: amount.nullish(),
  base_cpc: amount.nullish(),
  high_value_factor: z.number().min(0.1).max(10).multipleOf(0.0001).nullish(),
  high_value_pct: z.number().min(0).max(100).multipleOf(0.01).nullish(),
  /** conversions only: what the merchant pays for a sale. */
  price_per_sale: amount.nullish(),
})

/** history: measured here. assumed: a constant of the price list, because there is too little history. */
const basis = z.enum(['history', 'assumed'])
/** `of`: whose history it is. `mid` is the expected value. */
const estimate = z.object({
  low: z.number(),
  mid: z.number(),
  high: z.number(),
  basis,
  of: z.enum(['merchant', 'all_merchants', 'price_list']),
  /** Where it comes from, in words. */
  note: z.string(),
})
export type Estimate = z.infer<typeof estimate>

const ratesUsed = z.object({
  base_cpm: money,
  base_cpc: money,
  high_value_factor: z.number(),
  high_value_pct: z.number(),
  /** Version of the price list. */
  version: count,
  /** The price list was not changed for this quote. */
  is_list: z.boolean(),
})

const range = z.object({ low: count, mid: count, high: count })
const moneyRange = z.object({ low: money, mid: money, high: money })

const TIER_NAMES = z.enum([...TIERS, 'all'])

/** Our side only: never on a proposal. */
const deal = z.object({
  /** The stricter of room left and share that may be paid: over 30 % is a high risk, over 50 % is not possible. */
  verdict: z.enum(['possible', 'high_risk', 'not_possible']),
  /** In words. */
  reason: z.string(),
  /** Impressions that the quote needs, in the days of the deal. available = possible − competing; left = available − needed. */
  needed: count,
  capacity: range,
  sold: count,
  possible: count,
  competing: count,
  available: count,
  left: z.number().int(),
  /** Most impressions with this mix within 30 %, and their price. */
  safe_impressions: count,
  safe_price: money,
  /** High-value and standard placements, or all together where the mix is free. */
  tiers: z.array(
    z.object({ tier: TIER_NAMES, needed: count, capacity: range, available: count, available_30pct: count }),
  ),
  /** Commission that these placements earn in these days; of it, what this deal displaces. null: not known yet. */
  total_commission: money.nullable(),
  displaced_commission: moneyRange.nullable(),
  /** Price per 1,000 impressions that covers the displaced commission. */
  break_even_cpm: moneyRate.nullable(),
  /** Price less displaced commission; negative is a loss. */
  left_after_displacement: moneyRange.nullable(),
  risk_score: count,
})
export type DealCheck = z.infer<typeof deal>

const common = {
  merchant_objective: z.enum(OBJECTIVES),
  budget: money,
  currency: z.string(),
  merchant_id: z.string().nullable(),
  merchant_name: z.string().nullable(),
  start_date: day.nullable(),
  end_date: day.nullable(),
  days: count.nullable(),
  /** Empty: all placements. */
  placements: z.array(z.object(placementFields)),
  rates: ratesUsed,
  /** What the units cost: at most the budget, because units are whole. null: no price up front. */
  price: money.nullable(),
  /** Per 1,000 impressions, per click or per sale; null: not set. */
  unit_price: money.nullable(),
  /** Nobody approves their own quote below this unit price. */
  floor_price: money,
  is_below_floor: z.boolean(),
  /** Clicks per 100 impressions, and sales per 100 clicks. */
  ctr_pct: estimate,
  click_cvr_pct: estimate,
  expected_clicks: count.nullable(),
  expected_sales: z.object({ low: count, high: count }).nullable(),
  deal: deal.nullable(),
}

const cpi = z.object({
  ...common,
  package_type: z.literal('CPI'),
  guaranteed_impressions: count,
  estimated_reach: count,
  placement_allocation: z.object({ high_value: count, standard: count }),
  base_cpm: money,
  blended_cpm: money,
  /** What the budget would buy without the premium. */
  impressions_at_base_cpm: count,
  lines: z.array(z.object({ tier: z.enum(TIERS), pct: z.number(), impressions: count, cpm: money, price: money })),
  reach: estimate,
})

const cpc = z.object({
  ...common,
  package_type: z.literal('CPC'),
  guaranteed_clicks: count,
  estimated_impressions: count,
  base_cpc: money,
  /** Sales per click: 1.5-3.0%. */
  estimated_cvr: z.string(),
})

const cpa = z.object({
  ...common,
  package_type: z.literal('CPA'),
  commission_structure: z.string(),
  estimated_impressions: z.string(),
  note: z.string(),
})

export const pricedQuote = z.discriminatedUnion('package_type', [cpi, cpc, cpa])
export type PricedQuote = z.infer<typeof pricedQuote>

/** What does this budget buy? Changes nothing. */
export const price = {
  method: 'POST',
  path: '/api/price',
  operationId: 'price',
  summary: 'What a budget buys: units, price, estimates, availability and displaced commission',
  tag: 'Commercial',
  auth: 'simulate_deals',
  body: priceBody,
  status: 200,
  response: z.object({ data: pricedQuote, meta: z.object({ currency: z.string(), time_zone: z.string() }) }),
} as const satisfies Endpoint
