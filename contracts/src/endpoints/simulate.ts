import { z } from 'zod'
import { FEASIBILITY } from '../metrics/allocation.ts'
import { count, counted, day, rangeMeta } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** The largest number of impressions or minor units that is still counted exactly in every sum. */
const MAX_UNITS = 1_000_000_000_000
const nameOrId = z.string().min(1).max(128)

const range = z.object({ low: count, mid: count, high: count })
const feasibility = z.enum(FEASIBILITY)

/** allocation: the share that may be paid; sold: packages already sold; renders: one slot per render; no_history: nothing seen yet. */
const boundBy = z.enum(['none', 'allocation', 'sold', 'renders', 'no_history'])
export type BoundBy = z.infer<typeof boundBy>

/** Of the days of the deal. possible = available + competing; nothing here is below 0. */
const supply = {
  /** Impressions expected, with their 80 % interval. */
  capacity: range,
  /** Renders expected: at most so many impressions can be one merchant's. */
  renders: range,
  /** Paid impressions that packages already sold will take. */
  sold: count,
  /** What this deal could have within 50 %, were nothing else sold. */
  possible: count,
  /** What packages already sold take of it. */
  competing: count,
  available: count,
  /** The same within 30 %. */
  available_30pct: count,
}

const money = {
  /**
   * The seed's figures over 30 days, minor units of `meta.currency`. The commission of a placement is not known (null) as
   * long as no day of it is so old that its sales are in; in totals it is left out, and null where none is known.
   */
  monthly_impression_capacity: count,
  monthly_cpa_revenue: count.nullable(),
  revenue_at_risk_30pct: count.nullable(),
  /**
   * Commission the deal's impressions would have earned, with its 80 % interval; minor units. null when impressions are
   * allocated where the commission is not known.
   */
  displaced_commission: range.nullable(),
}

export const simulationRow = z.object({
  placement_id: z.string(),
  placement_key: z.string(),
  placement_name: z.string(),
  tier: z.enum(['high_value', 'standard']),
  /** Part of the deal. */
  eligible: z.boolean(),
  ...supply,
  /** The renders are not reported here: impressions ÷ slots, which they cannot be below. */
  renders_estimated: z.boolean(),
  /** Were this placement to take all that is requested. */
  delivery_feasibility: feasibility,
  bound_by: boundBy,
  ...money,
  /** Commission per 1,000 impressions, minor units; null while it is not known. */
  commission_rpm: z.number().nullable(),
  /** Its part of the best split. */
  allocated_impressions: count,
  /** (sold + allocated) ÷ capacity, 0..1; null without capacity. */
  paid_share: z.number().nullable(),
  /** 0..100 */
  risk_score: count,
  /** Whole days the forecast rests on. */
  history_days: count,
})
export type SimulationRow = z.infer<typeof simulationRow>

const deal = z.object({
  budget_minor: count,
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
  /** The same if the period turns out weak: the lower ends of the intervals. */
  delivery_feasibility_low: feasibility,
  bound_by: boundBy,
  /** The verdict's reason in words. */
  reason: z.string(),
  /** Fewer impressions that would keep the deal within 30 %. */
  fewer_for_30pct: count,
  ...money,
  /** (sold + requested) ÷ capacity, and what is sold alone; null without capacity. */
  paid_share: z.number().nullable(),
  sold_share: z.number().nullable(),
  risk_score: count,
  /** Budget per 1,000 requested impressions, and the least that pays for the displaced commission; minor units. */
  cpm: z.number(),
  break_even_cpm: z.number().nullable(),
  warnings: z.array(
    z.object({
      code: z.enum([
        ...(['high_risk', 'not_feasible', 'weak_period', 'few_days', 'renders_estimated'] as const),
        ...(['unknown_commission', 'below_break_even'] as const),
      ]),
      /** Those it is about; none: the deal as a whole. The message names a few of them. */
      placement_ids: z.array(z.string()),
      message: z.string(),
    }),
  ),
  rows: z.array(simulationRow),
  /** Of the eligible placements together: what was, and what is expected up to the deal's last day. */
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
  auth: 'analyst',
  query: z.object({ format: z.enum(['json', 'csv']).default('json') }),
  body: z.object({
    budget_minor: z.number().int().min(0).max(MAX_UNITS),
    /** ISO 4217; the reporting currency. */
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as GBP'),
    requested_impressions: z.number().int().min(1).max(MAX_UNITS),
    /** First and last day of the deal, both included, in the reporting zone. */
    start_date: day,
    end_date: day,
    /** merchant_id or merchant_ref; without it, a merchant that has bought nothing yet. */
    merchant_id: nameOrId.nullish(),
    /** placement_id or placement_key of each; none: all placements. */
    placement_ids: z.array(nameOrId).max(1000).default([]),
  }),
  status: 200,
  response: z.object({
    data: simulation,
    /** start and end are those of the history; the deal has its own. */
    meta: rangeMeta.extend({ currency: z.string(), minor_digits: count }),
  }),
  csv: true,
} as const satisfies Endpoint
