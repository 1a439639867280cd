import { z } from 'zod'
import { amount } from '../events/amount.ts'
import { FEASIBILITY } from '../metrics/allocation.ts'
import { count, counted, day, fileQuery, money, moneyRate, rangeMeta } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** Most impressions with exact arithmetic in every sum. */
const MAX_IMPRESSIONS = 1_000_000_000_000
const nameOrId = z.string().min(1).max(128)

const range = z.object({ low: count, mid: count, high: count })
const feasibility = z.enum(FEASIBILITY)

// What limits a deal. allocation: the share that may be paid; sold: sold packages; renders: one slot per render;
// no_history: no data yet.
const boundBy = z.enum(['none', 'allocation', 'sold', 'renders', 'no_history'])
export type BoundBy = z.infer<typeof boundBy>

const limit = z.object({
  by: z.enum(['allocation', 'renders']),
  percent: count,
  /** Placements where this limit is the lower one. */
  placements: count,
  /** Expected impressions, or renders, of those placements. */
  of: count,
  /** leaves = allows − used. */
  allows: count,
  used: count,
  leaves: count,
})

/** Over the days of the deal. possible = available + competing; no value is below 0. */
const supply = {
  /** Impressions expected, with their 80 % interval. */
  capacity: range,
  /** Renders expected: the most impressions that one merchant can have. */
  renders: range,
  /** Paid impressions of packages already sold. */
  sold: count,
  /** Impressions within 50 % if nothing else were sold. */
  possible: count,
  /** The part of `possible` that sold packages use. */
  competing: count,
  available: count,
  /** Available within 30 %. */
  available_30pct: count,
}

/** Estimates, rounded to the currency's smallest unit. */
const costs = {
  /**
   * The figures of the deal calculator, over 30 days. The commission of a placement is null until one of its days is so old
   * that its sales are in. Totals skip such placements, and are null when no placement has a value.
   */
  monthly_impression_capacity: count,
  monthly_cpa_revenue: money.nullable(),
  revenue_at_risk_30pct: money.nullable(),
  /**
   * Commission that the deal's impressions would have earned, with its 80 % interval. null when impressions are allocated to
   * a placement whose commission is not known.
   */
  displaced_commission: z.object({ low: money, mid: money, high: money }).nullable(),
}

export const simulationRow = z.object({
  placement_id: z.string(),
  placement_key: z.string(),
  placement_name: z.string(),
  tier: z.enum(['high_value', 'standard']),
  /** Part of the deal. */
  eligible: z.boolean(),
  ...supply,
  /** true when renders are not reported: then impressions ÷ slots is used, which is a lower bound. */
  renders_estimated: z.boolean(),
  /** If this placement delivered the whole deal. */
  delivery_feasibility: feasibility,
  bound_by: boundBy,
  ...costs,
  /** Commission per 1,000 impressions; null while it is not known. */
  commission_rpm: moneyRate.nullable(),
  /** Share of this placement in the best split. */
  allocated_impressions: count,
  /** (sold + allocated) ÷ capacity, 0..1; null without capacity. */
  paid_share: z.number().nullable(),
  /** 0..100 */
  risk_score: count,
  /** Whole days of history behind the forecast. */
  history_days: count,
})
export type SimulationRow = z.infer<typeof simulationRow>

const deal = z.object({
  budget: money,
  currency: z.string(),
  requested_impressions: count,
  start_date: day,
  end_date: day,
  merchant_id: z.string().nullable(),
  merchant_name: z.string().nullable(),
})

const simulation = z.object({
  deal,
  /** goal = delivered + shortfall; delivered is the sum of the rows' allocated_impressions. */
  goal: count,
  delivered: count,
  shortfall: count,
  ...supply,
  delivery_feasibility: feasibility,
  /** The same for a weak period: the lower ends of the intervals. */
  delivery_feasibility_low: feasibility,
  bound_by: boundBy,
  /** Room within 30 %, or within 50 % when not feasible: the sum of `leaves`. The limit that leaves most comes first. */
  limits: z.array(limit),
  /** The verdict's reason in words. */
  reason: z.string(),
  /** Impressions to remove so that the deal stays within 30 %. */
  fewer_for_30pct: count,
  ...costs,
  /** (sold + requested) ÷ capacity, and sold ÷ capacity; null without capacity. */
  paid_share: z.number().nullable(),
  sold_share: z.number().nullable(),
  risk_score: count,
  /** Budget per 1,000 requested impressions, and the minimum that covers the displaced commission. */
  cpm: moneyRate,
  break_even_cpm: moneyRate.nullable(),
  /** The price of the `delivered` impressions at `cpm`: of the same impressions as `displaced_commission`. */
  delivered_price: money,
  /** The largest deal that stays within 30 %. */
  safe_deal: z.object({
    impressions: count,
    /** Its price at `cpm`, and the price that covers the commission it displaces; null when that is not known. */
    price: money,
    break_even_price: money.nullable(),
    break_even_cpm: moneyRate.nullable(),
    /** The impressions of it that are also low risk in a weak period. */
    weak_period_impressions: count,
  }),
  warnings: z.array(
    z.object({
      code: z.enum([
        ...(['high_risk', 'not_feasible', 'weak_period', 'few_days', 'renders_estimated'] as const),
        ...(['unknown_commission', 'below_break_even'] as const),
      ]),
      /** Placements that the warning concerns; empty: the whole deal. The message names a few of them. */
      placement_ids: z.array(z.string()),
      message: z.string(),
    }),
  ),
  rows: z.array(simulationRow),
  /** All eligible placements together: actual days, then expected days up to the end of the deal. */
  history: z.array(z.object({ day, impressions: count })),
  daily: z.array(z.object({ day, low: count, mid: count, high: count })),
  counted,
})

/** Can we deliver this, and what does it cost us? Reads daily rollups only and changes nothing. */
export const simulate = {
  method: 'POST',
  path: '/api/commercial/simulate',
  operationId: 'simulate',
  summary: 'Whether a CPI package can be delivered, at what risk, and what it displaces',
  tag: 'Commercial',
  auth: 'simulate_deals',
  query: z.object(fileQuery),
  body: z.object({
    /** In units of `currency`, with at most the currency's decimals. */
    budget: amount,
    /** ISO 4217; the reporting currency. */
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as GBP'),
    requested_impressions: z.number().int().min(1).max(MAX_IMPRESSIONS),
    /** First and last day of the deal, both included, in the reporting zone. */
    start_date: day,
    end_date: day,
    /** merchant_id or merchant_ref. When omitted, a merchant without sold packages is assumed. */
    merchant_id: nameOrId.nullish(),
    /** placement_id or placement_key of each; empty: all placements. */
    placement_ids: z.array(nameOrId).max(1000).default([]),
  }),
  status: 200,
  response: z.object({
    data: simulation,
    /** start and end are those of the history; the deal has separate ones. */
    meta: rangeMeta.extend({ currency: z.string() }),
  }),
  csv: true,
} as const satisfies Endpoint
