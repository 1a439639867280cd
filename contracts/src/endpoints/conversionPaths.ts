import { z } from 'zod'
import { MODELS } from '../metrics/creditModels.ts'
import { count, rangeQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { performanceMeta } from './performance.ts'

const rate = z.number().nullable()
/** Fractional under models that share a conversion out. */
const credit = z.number()
/** In the reporting currency. */
const money = z.number()

/** How do people get to a sale? */
export const conversionPaths = {
  method: 'GET',
  path: '/api/analytics/conversion-paths',
  operationId: 'conversionPaths',
  summary: 'Placements seen before sales, in order, and what each credit model makes of them',
  tag: 'Analytics',
  auth: 'viewer',
  query: rangeQuery.extend({
    /** merchant_id or merchant_ref; all merchants when left out. One that does not exist is refused (404). */
    merchant_id: z.string().min(1).max(128).optional(),
    /** placement_id or placement_key, or 404. Only paths that hold this placement; touches and models stay those of all paths. */
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
