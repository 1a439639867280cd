import { z } from 'zod'
import { MODELS } from '../metrics/creditModels.ts'
import { WITHHELD } from '../metrics/smallGroups.ts'
import { INDICATORS, RECOMMENDATIONS } from '../metrics/thresholds.ts'
import { UNATTRIBUTED_REASONS } from '../metrics/unattributed.ts'
import { changeField } from './change.ts'
import {
  count,
  day,
  merchantFields,
  merchantParams,
  money,
  moneyRate,
  placementFields,
  rangeMeta,
  rangeQuery,
} from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { finalityMeta } from './finality.ts'
import { performanceThresholds } from './thresholds.ts'

const rate = z.number().nullable()
const interval = z.object({ low: z.number(), high: z.number() }).nullable()
/** Fractional under models that split a conversion between touches. */
const credit = z.number()

const outcome = {
  clicks: count,
  /** Tracked: pending + confirmed. */
  conversions: credit,
  open_conversions: credit,
  confirmed_conversions: credit,
  rejected_conversions: credit,
  refunded_conversions: credit,
  /** Those of `conversions` whose decisive exposure was clicked. */
  click_through_conversions: credit,
  /** Tracked commission. */
  total_revenue: money,
}

const rates = {
  ctr_pct: rate,
  cvr_pct: rate,
  click_cvr_pct: rate,
  rpm: moneyRate.nullable(),
  /** 95 % Wilson, in percent. */
  ctr_interval: interval,
  cvr_interval: interval,
  click_cvr_interval: interval,
}

/** Rates over whole days, now and in the previous period, and their change. */
const comparison = z
  .object({
    ctr_pct: rate,
    ctr_before_pct: rate,
    ctr_change: changeField,
    cvr_pct: rate,
    cvr_before_pct: rate,
    cvr_change: changeField,
    click_cvr_pct: rate,
    click_cvr_before_pct: rate,
    click_cvr_change: changeField,
    rpm: moneyRate.nullable(),
    rpm_before: moneyRate.nullable(),
    rpm_change: changeField,
  })
  .nullable()

const figures = { impressions: count, ...outcome, ...rates, comparison }
const indicator = z.enum(INDICATORS)

export const performanceMeta = rangeMeta.extend({
  model: z.enum(MODELS),
  /**
   * The attribution windows, with the version of the setting. A day is 24 elapsed hours, even when clocks change.
   */
  windows: z.object({
    version: count,
    click_minutes: count,
    conversion_days: count,
    /** Equal to `conversion_days`. */
    conversion_hours: count,
    measured_in: z.literal('elapsed_hours'),
  }),
  /** Most touches stored per sale: the first, the decisive one, and the latest of the others. */
  max_touches: count,
  /** First open day: sales may still be credited to it or reported late. null: no day is open. */
  open_from: day.nullable(),
  finality: finalityMeta,
  /** Currency of all money in the answer, ISO 4217. */
  currency: z.string(),
  thresholds: performanceThresholds,
})

const unattributed = z.object({
  /** Counted clicks without a matching exposure. */
  clicks: count,
  conversions: credit,
  total_revenue: money,
  /** `conversions` and `total_revenue` by reason; reasons without sales are omitted. */
  reasons: z.array(z.object({ reason: z.enum(UNATTRIBUTED_REASONS), conversions: count, total_revenue: money })),
})
/**
 * Clicks that repeat a counted one: the same person in the same slot within 10 seconds, or another click of the same
 * exposure. They are stored, but not in `clicks`.
 */
const repeatedClicks = count
const scorecardDay = z.object({ day, impressions: count, clicks: count, conversions: credit, total_revenue: money })

/** Which placements work? */
export const placementScorecard = {
  method: 'GET',
  path: '/api/analytics/placements/scorecard',
  operationId: 'placementScorecard',
  summary: 'Clicks, conversions and commission per placement, by credit model',
  tag: 'Analytics',
  auth: 'read_figures',
  query: rangeQuery.extend({ model: z.enum(MODELS).default('decisive_touch') }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(
        z.object({
          ...placementFields,
          ...figures,
          /** Sales with a touch here on a day of the range, regardless of the credit. They overlap and do not add up. */
          assisted_conversions: credit,
          indicators: z.object({ ctr: indicator, cvr: indicator, click_cvr: indicator, rpm: indicator }),
          daily: z.array(scorecardDay),
        }),
      ),
      /**
       * Sums of the rows (rates are calculated from the sums), and what no placement got: together all events. Assisted sales,
       * and all sales under any touch, are counted once each.
       */
      totals: z.object({ ...figures, repeated_clicks: repeatedClicks, assisted_conversions: credit, unattributed }),
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
  auth: 'read_figures',
  params: merchantParams,
  query: rangeQuery.extend({ model: z.enum(MODELS).default('decisive_touch') }),
  status: 200,
  response: z.object({
    data: z.object({
      merchant: z.object(merchantFields),
      rows: z.array(
        z.object({
          ...placementFields,
          ...figures,
          /**
           * The other merchants of the category in the placement, over the days on which at least 5 of them were shown and
           * none had more than 60 % of their impressions. null when there are none or the figures are withheld.
           */
          category: z
            .object({ merchants: count, impressions: count, clicks: count, conversions: credit, ...rates })
            .nullable(),
          /** few_merchants: fewer than 5 others on every day; one_merchant: one of them has more than 60 % of a figure. */
          category_withheld: z.enum(WITHHELD).nullable(),
          recommended_package: z.enum(RECOMMENDATIONS),
          /** Whose figures the recommendation uses. */
          basis: z.enum(['merchant', 'category', 'none']),
          reason: z.string(),
          /** What 1,000 impressions are expected to bring by package, from the figures of `basis`; null without enough data. */
          expected_rpm: z.object({ cpi: moneyRate, cpc: moneyRate, cpa: moneyRate }).nullable(),
          /** How many percent more the best package brings than the next; null when the next brings nothing. */
          lead_pct: rate,
        }),
      ),
      /** List prices: of 1,000 impressions, and of a click. */
      prices: z.object({ cpm: money, cpc: money }),
      totals: z.object({ ...figures, repeated_clicks: repeatedClicks, unattributed }),
      /** Medians over the placements with enough data: the axes of the quadrants. */
      medians: z.object({ ctr_pct: rate, cvr_pct: rate, click_cvr_pct: rate }),
    }),
    meta: performanceMeta,
  }),
  csv: true,
} as const satisfies Endpoint
