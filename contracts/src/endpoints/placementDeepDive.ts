import { z } from 'zod'
import { count, day, placementParams, rangeMeta, rangeQuery, reachComparison, reachFields } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { frequencyBucket } from './merchantSummary.ts'

const pct = z.number().nullable()

const comparison = z.object({
  /** Impressions of both periods, cut at the same hour (meta.compare.cut_at_hour). */
  impressions: count,
  impressions_before: count,
  ...reachComparison,
  top_3_share_before_pct: pct,
  top_5_share_before_pct: pct,
  avg_merchants_shown_before: z.number().nullable(),
  fill_rate_before: z.number().nullable(),
})

/** One hour of the average day. Today's hours count once they are over, so `days` may differ between hours. */
const hour = z.object({
  day_type: z.enum(['weekday', 'weekend']),
  hour_of_day: z.number().int(),
  impressions: count,
  /** Days of this type in the range in which the hour is over. */
  days: count,
  impressions_before: count,
  days_before: count,
})

/** Who owns this placement, and when is it seen? */
export const placementDeepDive = {
  method: 'GET',
  path: '/api/analytics/placements/{placement_id}/deep-dive',
  operationId: 'placementDeepDive',
  summary: 'Share, concentration and hours of one placement',
  tag: 'Analytics',
  auth: 'viewer',
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
        /** Suspected invalid impressions of the placement: left out of net, part of gross. */
        flagged_impressions: count,
        comparison: comparison.nullable(),
      }),
      /** The ten largest merchants; `other` is the rest, so that shares add up to 100. */
      top_merchants: z.array(
        z.object({
          merchant_id: z.string(),
          merchant_name: z.string(),
          impressions: count,
          impression_share_pct: pct,
          /** Its share in the period before; null without one. */
          impression_share_before_pct: pct,
        }),
      ),
      other: z.object({
        merchants: count,
        impressions: count,
        impression_share_pct: pct,
        impression_share_before_pct: pct,
      }),
      concentration: z.object({
        top_3_impressions: count,
        top_5_impressions: count,
        total_impressions: count,
        top_3_share_pct: pct,
        top_5_share_pct: pct,
        hhi: z.number().nullable(),
      }),
      /** Always 24 rows, by the clock of the reporting zone. */
      hourly: z.array(z.object({ hour_of_day: z.number().int(), impressions: count })),
      /** 48 rows: the hours of weekdays, then of weekends (Saturday and Sunday). */
      hours: z.array(hour),
      frequency: z.array(frequencyBucket),
      daily: z.array(z.object({ day, impressions: count })),
    }),
    meta: rangeMeta,
  }),
  csv: true,
} as const satisfies Endpoint
