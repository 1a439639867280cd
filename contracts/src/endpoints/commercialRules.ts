import { z } from 'zod'
import { amount } from '../events/amount.ts'
import { parseMoney } from '../money.ts'
import { count, instant, money } from './common.ts'
import type { Endpoint } from './endpoint.ts'

// What commercial people set: the price list, the rules of packages, and how much of a placement may be paid.

/** Percentages with at most two decimals, so that prices are exact. */
const percentage = z.number().min(0).max(100).multipleOf(0.01)
const aboveZero = percentage.min(0.01)

const pricing = {
  /** Per 1,000 impressions, and per click. */
  base_cpm: money,
  base_cpc: money,
  /** High-value placements cost this times the base, on `high_value_pct` of the impressions. */
  high_value_factor: z.number().min(0.1).max(10).multipleOf(0.0001),
  high_value_pct: percentage,
  /** Assumed where there is too little history: people per 100 impressions, clicks per 100 impressions, sales per 100 clicks. */
  reach_pct: aboveZero,
  ctr_pct: aboveZero,
  cvr_low_pct: percentage,
  cvr_high_pct: percentage,
  /** Days that a quote is valid. */
  quote_days: count.min(1).max(365),
}
const inOrder = { path: ['cvr_high_pct'], message: 'expected at least cvr_low_pct' }
const isInOrder = (rates: { readonly cvr_low_pct: number; readonly cvr_high_pct: number }) =>
  rates.cvr_high_pct >= rates.cvr_low_pct

/** A price above 0. */
const price = amount.refine((text) => parseMoney(text) > 0n, 'expected more than 0')

export const pricingRates = z.object({ ...pricing, base_cpm: price, base_cpc: price }).refine(isInOrder, inOrder)

export const packageRules = z.object({
  /** Days after which a hold frees its inventory. */
  hold_days: count.min(1).max(90),
  /** Unit prices. Nobody books their own quote below. */
  floor_price: z.object({ cpi: amount, cpc: amount, cpa: amount }),
})

/** `min_impressions`: a placement with fewer is neither above nor below the limit. */
export const slotMixLimit = z.object({
  limit_pct: z.number().min(1).max(100),
  min_impressions: count.min(1).max(100_000_000),
})

/** When packages are behind or ahead, how much of a placement the plan may sell, and whether shares follow it. */
export const pacingRules = z
  .object({
    /** Percent of the plan below and above which a package is behind or ahead. */
    under_pct: z.number().min(1).max(100),
    over_pct: z.number().min(100).max(1000),
    warm_up_hours: z.number().min(0).max(240),
    least_planned_units: count.min(1).max(1_000_000),
    /** Percent of a placement's impressions: more than the first two is avoided, more than `most_pct` is never planned. */
    wanted_pct: z.number().min(1).max(100),
    alert_pct: z.number().min(1).max(100),
    most_pct: z.number().min(1).max(100),
    /** false: no share changes unless a person applies it. */
    automatic: z.boolean(),
    /** Minutes after which a ranking service that hears nothing shows organic lists. */
    valid_minutes: count.min(20).max(1440),
  })
  .refine((rules) => rules.wanted_pct <= rules.alert_pct, {
    path: ['alert_pct'],
    message: 'expected at least wanted_pct',
  })
  .refine((rules) => rules.alert_pct <= rules.most_pct, { path: ['most_pct'], message: 'expected at least alert_pct' })

const versioned = { version: count, changed_by: z.string().nullable(), changed_at: instant.nullable() }
/** The version that was changed. Refused when it is no longer the current one. */
const version = { version: count }

export const readCommercialRules = {
  method: 'GET',
  path: '/api/settings/commercial',
  operationId: 'readCommercialRules',
  summary: 'The price list, the rules of packages and of pacing, and the limit of the paid share',
  tag: 'Settings',
  auth: 'read_packages',
  status: 200,
  response: z.object({
    data: z.object({
      pricing: z.object({ ...pricing, ...versioned }),
      packages: z.object({
        hold_days: count,
        floor_price: z.object({ cpi: money, cpc: money, cpa: money }),
        ...versioned,
      }),
      slot_mix: slotMixLimit.extend(versioned),
      pacing: pacingRules.safeExtend(versioned),
    }),
    meta: z.object({ currency: z.string() }),
  }),
} as const satisfies Endpoint

function write<const Name extends string, const Id extends string, const Body extends z.ZodType>(
  name: Name,
  operationId: Id,
  summary: string,
  body: Body,
) {
  return {
    method: 'PUT',
    path: `/api/settings/commercial/${name}`,
    operationId,
    summary,
    tag: 'Settings',
    auth: 'change_prices',
    body,
    status: 200,
    response: readCommercialRules.response,
  } as const satisfies Endpoint
}

export const writePricingRates = write(
  'pricing',
  'writePricingRates',
  'Change the price list; quotes keep the version that they were made with',
  pricingRates.safeExtend(version),
)
export const writePackageRules = write(
  'packages',
  'writePackageRules',
  'Change how long holds last, and the floor prices',
  packageRules.extend(version),
)
export const writeSlotMixLimit = write(
  'slot-mix',
  'writeSlotMixLimit',
  'Change the limit of the paid share, and how many impressions it needs',
  slotMixLimit.extend(version),
)
export const writePacingRules = write(
  'pacing',
  'writePacingRules',
  'Change when packages are behind or ahead, how much may be sold, and whether shares follow the plan',
  pacingRules.safeExtend(version),
)
