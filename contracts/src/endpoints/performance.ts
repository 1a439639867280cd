import { z } from 'zod'
import { MODELS } from '../metrics/creditModels.ts'
import { WITHHELD } from '../metrics/smallGroups.ts'
import { INDICATORS, RECOMMENDATIONS } from '../metrics/thresholds.ts'
import { count, day, merchantParams, rangeMeta, rangeQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { performanceThresholds } from './thresholds.ts'

const rate = z.number().nullable()
const interval = z.object({ low: z.number(), high: z.number() }).nullable()
/** Fractional under models that share a conversion out. */
const credit = z.number()
/** In the reporting currency. */
const money = z.number()

const outcome = {
  clicks: count,
  /** Tracked: pending + confirmed. */
  conversions: credit,
  open_conversions: credit,
  confirmed_conversions: credit,
  rejected_conversions: credit,
  refunded_conversions: credit,
  /** Of `conversions`: those whose decisive exposure was clicked. */
  click_through_conversions: credit,
  /** Tracked commission. */
  total_revenue: money,
}

const rates = {
  ctr_pct: rate,
  cvr_pct: rate,
  click_cvr_pct: rate,
  rpm: rate,
  /** 95 % Wilson, in percent. */
  ctr_interval: interval,
  cvr_interval: interval,
  click_cvr_interval: interval,
}

/** Rates of whole days against those of the period before; clear: chance alone would hardly make the change. */
const comparison = z
  .object({
    ctr_pct: rate,
    ctr_before_pct: rate,
    ctr_clear: z.boolean().nullable(),
    cvr_pct: rate,
    cvr_before_pct: rate,
    cvr_clear: z.boolean().nullable(),
    click_cvr_pct: rate,
    click_cvr_before_pct: rate,
    click_cvr_clear: z.boolean().nullable(),
    rpm: rate,
    rpm_before: rate,
  })
  .nullable()

const figures = { impressions: count, ...outcome, ...rates, comparison }
const indicator = z.enum(INDICATORS)

export const performanceMeta = rangeMeta.extend({
  model: z.enum(MODELS),
  /** The windows attribution uses, with the version of the setting. */
  windows: z.object({ version: count, click_minutes: count, conversion_days: count }),
  /** Touches kept of one sale: the first, the decisive one and the latest of the others. */
  max_touches: count,
  /** First day whose window is still open: sales may still be credited to it. null: all days are final. */
  open_from: day.nullable(),
  currency: z.string(),
  thresholds: performanceThresholds,
})

const unattributed = z.object({ clicks: count, conversions: credit, total_revenue: money })
const scorecardDay = z.object({ day, impressions: count, clicks: count, conversions: credit, total_revenue: money })

/** Which placements work? */
export const placementScorecard = {
  method: 'GET',
  path: '/api/analytics/placements/scorecard',
  operationId: 'placementScorecard',
  summary: 'Clicks, conversions and commission per placement, by credit model',
  tag: 'Analytics',
  auth: 'viewer',
  query: rangeQuery.extend({ model: z.enum(MODELS).default('last_touch') }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(
        z.object({
          placement_id: z.string(),
          placement_name: z.string(),
          tier: z.enum(['high_value', 'standard']),
          ...figures,
          /** Conversions with a touch here, whatever got the credit: they overlap and do not add up. */
          assisted_conversions: credit,
          indicators: z.object({ ctr: indicator, cvr: indicator, click_cvr: indicator, rpm: indicator }),
          daily: z.array(scorecardDay),
        }),
      ),
      /** The rows added up (rates from the sums), and what no placement got: together everything that happened. */
      totals: z.object({ ...figures, unattributed }),
    }),
    meta: performanceMeta,
  }),
  csv: true,
} as const satisfies Endpoint

/** Where should this merchant be? */
export const merchantBenchmark = {
  method: 'GET',
  path: '/api/analytics/merchants/{merchant_id}/benchmark',
  operationId: 'merchantBenchmark',
  summary: 'How one merchant performs by placement, and the package each placement suits',
  tag: 'Analytics',
  auth: 'viewer',
  params: merchantParams,
  query: rangeQuery.extend({ model: z.enum(MODELS).default('last_touch') }),
  status: 200,
  response: z.object({
    data: z.object({
      merchant: z.object({ merchant_id: z.string(), merchant_name: z.string(), category: z.string().nullable() }),
      rows: z.array(
        z.object({
          placement_id: z.string(),
          placement_name: z.string(),
          ...figures,
          /**
           * The other merchants of the category in the placement, over the days on which at least 5 of them were shown and
           * none had more than 60 % of their impressions. null when there are none, or when the figures are withheld.
           */
          category: z
            .object({ merchants: count, impressions: count, clicks: count, conversions: credit, ...rates })
            .nullable(),
          /** few_merchants: fewer than 5 others on each day; one_merchant: one has more than 60 % of a figure. */
          category_withheld: z.enum(WITHHELD).nullable(),
          recommended_package: z.enum(RECOMMENDATIONS),
          /** Whose figures the recommendation rests on. */
          basis: z.enum(['merchant', 'category', 'none']),
          reason: z.string(),
        }),
      ),
      totals: z.object({ ...figures, unattributed }),
      /** Medians over the placements with enough data: the axes of the quadrants. */
      medians: z.object({ ctr_pct: rate, cvr_pct: rate, click_cvr_pct: rate }),
    }),
    meta: performanceMeta,
  }),
  csv: true,
} as const satisfies Endpoint
