import { z } from 'zod'
import { changeField } from './change.ts'
import { comparedFields, count, counted, day, placementParams, rangeMeta, rangeQuery, reachFields } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { frequencyBucket } from './merchantSummary.ts'

const hourFields = {
  hour_of_day: z.number().int(),
  impressions: count,
  /** Impressions on Saturdays and Sundays. */
  weekend_impressions: count,
}

/** Who owns this placement, and when is it seen? */
export const placementDeepDive = {
  method: 'GET',
  path: '/api/analytics/placements/{placement_id}/deep-dive',
  operationId: 'placementDeepDive',
  summary: 'Share, concentration and hours of one placement',
  tag: 'Analytics',
  auth: 'read_figures',
  params: placementParams,
  query: rangeQuery,
  status: 200,
  response: z.object({
    data: z.object({
      placement: z.object({
        placement_id: z.string(),
        placement_key: z.string(),
        placement_name: z.string(),
        tier: z.enum(['high_value', 'standard']),
        max_slots: count,
      }),
      totals: z.object({
        impressions: count,
        ...reachFields,
        frequency: z.number().nullable(),
        unique_merchants: count,
        fill_rate: z.number().nullable(),
        avg_merchants_shown: z.number().nullable(),
        max_merchants_shown: count.nullable(),
        /** Impressions are cut at the same hour; slots and shares cover whole days. */
        comparison: z
          .object({
            ...comparedFields,
            avg_merchants_shown: z.number().nullable(),
            avg_merchants_shown_before: z.number().nullable(),
            avg_merchants_shown_change: changeField,
            top_3_share_pct: z.number().nullable(),
            top_3_share_before_pct: z.number().nullable(),
            top_3_share_change: changeField,
            top_5_share_pct: z.number().nullable(),
            top_5_share_before_pct: z.number().nullable(),
            top_5_share_change: changeField,
            fill_rate: z.number().nullable(),
            fill_rate_before: z.number().nullable(),
            fill_rate_change: changeField,
          })
          .nullable(),
      }),
      counted,
      /** The ten largest merchants; `other` is the rest. Each share is rounded separately; screens print parts that add up to 100. */
      top_merchants: z.array(
        z.object({
          merchant_id: z.string(),
          merchant_ref: z.string().nullable(),
          merchant_name: z.string(),
          impressions: count,
          impression_share_pct: z.number().nullable(),
          /** Change to the previous period over whole days, percentage points; null without comparison. */
          share_change_pts: z.number().nullable(),
          share_change: changeField,
        }),
      ),
      other: z.object({
        merchants: count,
        impressions: count,
        impression_share_pct: z.number().nullable(),
        share_change_pts: z.number().nullable(),
        share_change: changeField,
      }),
      concentration: z.object({
        top_3_impressions: count,
        top_5_impressions: count,
        total_impressions: count,
        top_3_share_pct: z.number().nullable(),
        top_5_share_pct: z.number().nullable(),
        hhi: z.number().nullable(),
      }),
      /** Always 24 rows, by local time of the reporting zone. */
      hourly: z.array(
        z.object({
          ...hourFields,
          /** Impressions of the unfinished day. */
          unfinished_impressions: count,
        }),
      ),
      hourly_before: z.array(z.object(hourFields)),
      frequency: z.array(frequencyBucket),
      daily: z.array(z.object({ day, impressions: count })),
    }),
    meta: rangeMeta,
  }),
  csv: true,
} as const satisfies Endpoint
