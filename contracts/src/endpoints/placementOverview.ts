import { z } from 'zod'
import { changeField } from './change.ts'
import { comparedFields, count, counted, day, rangeMeta, rangeQuery, reachFields, reconciliation } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const comparison = z.object({
  ...comparedFields,
  /** Over whole days; null when the range has none. */
  unique_merchants: count.nullable(),
  unique_merchants_before: count.nullable(),
  unique_merchants_change: changeField,
  slots_filled_rate: z.number().nullable(),
  slots_filled_rate_before: z.number().nullable(),
  slots_filled_rate_change: changeField,
  fill_rate: z.number().nullable(),
  fill_rate_before: z.number().nullable(),
  fill_rate_change: changeField,
})

const figures = {
  total_impressions: count,
  viewable_impressions: count,
  viewable_rate: z.number().nullable(),
  ...reachFields,
  frequency: z.number().nullable(),
  unique_merchants: count,
  /** Sessions (per placement and local day) behind the slot figures. */
  sessions: count,
  /** Distinct merchants per session, summed: avg_merchants_shown = merchants_shown_sum / sessions. */
  merchants_shown_sum: count,
  avg_merchants_shown: z.number().nullable(),
  max_merchants_shown: count.nullable(),
  /** merchants_shown_sum ÷ (max_slots summed over the sessions), 0..1. */
  slots_filled_rate: z.number().nullable(),
  /** From renders: filled ÷ available slots, 0..1. */
  fill_rate: z.number().nullable(),
  comparison: comparison.nullable(),
}

const hourlyCount = z.object({
  hour_of_day: z.number().int(),
  impressions: count.nullable(),
  impressions_before: count.nullable(),
})
const dailyCount = z.object({ day, impressions: count })

export const placementOverviewRow = z.object({
  placement_id: z.string(),
  placement_key: z.string(),
  placement_name: z.string(),
  tier: z.enum(['high_value', 'standard']),
  ...figures,
  /** The placement's part of `counted`. */
  counted,
  max_slots: count,
  /** Distinct merchants ÷ max_slots × 100; may exceed 100 where merchants rotate. */
  saturation_rate: z.number().nullable(),
  daily: z.array(dailyCount),
})
export type PlacementOverviewRow = z.infer<typeof placementOverviewRow>

/** Where are brands seen, and where is room? One row per placement, with its slots and its audience. */
export const placementOverview = {
  method: 'GET',
  path: '/api/analytics/placements/overview',
  operationId: 'placementOverview',
  summary: 'Impressions, reach, merchants and slots per placement',
  tag: 'Analytics',
  auth: 'read_figures',
  query: rangeQuery,
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(placementOverviewRow),
      /** Over all placements: sums where they add up, reach and merchants counted once. */
      totals: z.object(figures),
      merchants_known: count,
      daily: z.array(dailyCount),
      /** The last day is cut at `meta.compare.cut_at_hour`. */
      daily_before: z.array(dailyCount),
      /**
       * For a range of one day: impressions by the clock hour of the reporting zone, of this day and of the compared one. null for
       * hours that have not passed, and for the compared day after `meta.compare.cut_at_hour`. Else null.
       */
      hourly: z.array(hourlyCount).nullable(),
      /** Impressions of the unfinished day up to `meta.compare.cut_at_hour`; null when nothing is cut. */
      unfinished_to_cut: count.nullable(),
      /** Stored impressions behind the figures, by the day they were shown. */
      counted,
      /** Exposures, by the day they were received. */
      reconciliation,
    }),
    meta: rangeMeta,
  }),
  csv: true,
} as const satisfies Endpoint
