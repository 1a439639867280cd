import { z } from 'zod'
import { MODELS, type Model } from '../metrics/creditModels.ts'
import { count, money, placementFields, rangeQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { performanceMeta } from './performance.ts'

const rate = z.number().nullable()
/** Fractional under models that split a conversion between touches. */
const credit = z.number()
const sales = z.object({ conversions: credit, total_revenue: money })

function byModel<T extends z.ZodType>(value: T) {
  return z.object(Object.fromEntries(MODELS.map((model) => [model, value])) as Record<Model, T>)
}

/** How do people get to a sale? */
export const conversionPaths = {
  method: 'GET',
  path: '/api/analytics/conversion-paths',
  operationId: 'conversionPaths',
  summary: 'Placements seen before sales, in order, and what each credit model makes of them',
  tag: 'Analytics',
  auth: 'read_figures',
  query: rangeQuery.extend({
    /** merchant_id or merchant_ref; all merchants when omitted. An unknown one is answered with 404. */
    merchant_id: z.string().min(1).max(128).optional(),
    /** placement_id or placement_key, else 404. Every figure then covers only sales with a touch on this placement. */
    placement_id: z.string().min(1).max(128).optional(),
    /** For CSV: touches before sales, or the table of the attribution lab with every model that is computed. */
    table: z.enum(['touches', 'models']).default('touches'),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      totals: z.object({
        conversions: count,
        /** Sales with at least one touch. */
        with_touch: count,
        touches: count,
        one_touch: count,
        touches_per_sale: z.number().nullable(),
        one_touch_share_pct: rate,
        /** Median time from the decisive exposure to the sale, hours; the mean of the middle two for an even number of sales. */
        median_hours: z.number().nullable(),
        /** The true median is within this many percent of `median_hours`; 0 means exact. */
        median_within_pct: z.number().nullable(),
        total_revenue: money,
      }),
      placements: z.array(z.object(placementFields)),
      /**
       * Largest first. `path` holds placement ids, never the same twice in a row, at most the last 5 steps. `clipped`: earlier
       * steps were cut. `left_out`: placements of the cut steps that are not in `path`, unordered.
       */
      paths: z.array(
        z.object({
          path: z.array(z.string()),
          clipped: z.boolean(),
          left_out: z.array(z.string()),
          conversions: count,
          total_revenue: money,
        }),
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
          /** Sales whose last touch was here; the decisive touch may be another one. */
          last_seen_count: count,
          avg_hours_to_conversion: z.number().nullable(),
        }),
      ),
      /** Conversions by whole 12-hour bins from the decisive exposure. */
      histogram: z.array(z.object({ from_hours: count, to_hours: count, conversions: count })),
      /**
       * How each model splits the sales of the range, by the day of the sale. All models except any touch distribute the same
       * sales and commission, exact to a millionth of a sale. Sales without a touch are the same under each model.
       */
      models: z.object({
        rows: z.array(
          z.object({
            placement_id: z.string(),
            placement_name: z.string(),
            credits: byModel(credit),
            commission: byModel(money),
          }),
        ),
        unattributed: sales,
        /** Sum of the rows of any model except any touch, plus unattributed. */
        totals: sales,
        /** Share of credit that differs from the decisive touch, percent: half the sum of absolute differences. */
        disagreement_pct: byModel(rate),
        /** true while sales from before an upgrade are still being counted: `models` is incomplete. */
        is_counting: z.boolean(),
      }),
    }),
    meta: performanceMeta,
  }),
  csv: true,
} as const satisfies Endpoint
