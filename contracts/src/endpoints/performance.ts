import { z } from 'zod'
import { MODELS } from '../metrics/creditModels.ts'
import { INDICATORS, RECOMMENDATIONS } from '../metrics/thresholds.ts'
import { count, day, instant, merchantParams, rangeMeta, rangeQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'

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

const threshold = z
  .object({ good: z.number().min(0).max(1_000_000), watch: z.number().min(0).max(1_000_000) })
  .refine(({ good, watch }) => good >= watch, { path: ['good'], message: 'expected good to be at least watch' })
const percentage = z.number().min(0).max(100)
export const performanceThresholds = z.object({
  ctr_pct: threshold,
  cvr_pct: threshold,
  click_cvr_pct: threshold,
  rpm: threshold,
  min_impressions: count.min(1).max(100_000_000),
  min_clicks: count.min(1).max(100_000_000),
  cpa_click_cvr_pct: percentage,
  cpc_ctr_pct: percentage,
  cpc_click_cvr_pct: percentage,
})

export const performanceMeta = rangeMeta.extend({
  model: z.enum(MODELS),
  /** The windows attribution uses, with the version of the setting. */
  windows: z.object({ version: count, click_minutes: count, conversion_days: count }),
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
          /** The other merchants of the category in the placement; null when there are none. */
          category: z
            .object({ merchants: count, impressions: count, clicks: count, conversions: credit, ...rates })
            .nullable(),
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

/** How do people get to a sale? */
export const conversionPaths = {
  method: 'GET',
  path: '/api/analytics/conversion-paths',
  operationId: 'conversionPaths',
  summary: 'Placements seen before sales, in order, and what each credit model makes of them',
  tag: 'Analytics',
  auth: 'viewer',
  query: rangeQuery.extend({
    /** All merchants when left out. */
    merchant_id: z.string().min(1).max(128).optional(),
    /** Only paths that hold this placement; touches and models stay those of all paths. */
    placement_id: z.string().min(1).max(128).optional(),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      totals: z.object({
        conversions: count,
        /** Those with at least one touch. */
        with_touch: count,
        touches: count,
        one_touch: count,
        touches_per_sale: z.number().nullable(),
        one_touch_share_pct: rate,
        /** Median time from the decisive exposure to the sale, hours. */
        median_hours: z.number().nullable(),
        total_revenue: money,
      }),
      placements: z.array(z.object({ placement_id: z.string(), placement_name: z.string() })),
      /** Largest first; `clipped`: earlier steps were left out. `path` holds placement ids, none twice in a row. */
      paths: z.array(
        z.object({ path: z.array(z.string()), clipped: z.boolean(), conversions: count, total_revenue: money }),
      ),
      other_paths: z.object({ paths: count, conversions: count, total_revenue: money }),
      /** Flow between the first three steps: `from` and `to` are placement ids, `other` or `sale`. */
      flow: z.array(z.object({ step: count, from: z.string(), to: z.string(), conversions: count })),
      touches: z.array(
        z.object({
          placement_id: z.string(),
          placement_name: z.string(),
          times_in_path: count,
          first_touch_count: count,
          last_touch_count: count,
          avg_hours_to_conversion: z.number().nullable(),
        }),
      ),
      /** Conversions by whole 12-hour bins from the decisive exposure. */
      histogram: z.array(z.object({ from_hours: count, to_hours: count, conversions: count })),
      /** Conversions credited per placement by each model, on the day of the sale's exposure. */
      models: z.object({
        rows: z.array(
          z.object({
            placement_id: z.string(),
            placement_name: z.string(),
            credits: z.object(
              Object.fromEntries(MODELS.map((model) => [model, credit])) as Record<
                (typeof MODELS)[number],
                typeof credit
              >,
            ),
          }),
        ),
        /** Share of credit that lies elsewhere than last touch puts it, percent: half the sum of absolute differences. */
        disagreement_pct: z.object(
          Object.fromEntries(MODELS.map((model) => [model, rate])) as Record<(typeof MODELS)[number], typeof rate>,
        ),
      }),
    }),
    meta: performanceMeta,
  }),
  csv: true,
} as const satisfies Endpoint

export const readThresholds = {
  method: 'GET',
  path: '/api/settings/performance',
  operationId: 'readThresholds',
  summary: 'When a rate is good, and from how much data it is judged',
  tag: 'Settings',
  auth: 'viewer',
  status: 200,
  response: z.object({
    data: performanceThresholds.extend({
      version: count,
      changed_by: z.string().nullable(),
      changed_at: instant.nullable(),
    }),
  }),
} as const satisfies Endpoint

export const writeThresholds = {
  method: 'PUT',
  path: '/api/settings/performance',
  operationId: 'writeThresholds',
  summary: 'Change the thresholds; every version is kept',
  tag: 'Settings',
  auth: 'admin',
  body: performanceThresholds,
  status: 200,
  response: readThresholds.response,
} as const satisfies Endpoint
