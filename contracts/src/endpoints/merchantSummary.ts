import { z } from 'zod'
import { changeField } from './change.ts'
import {
  comparedFields,
  count,
  counted,
  day,
  merchantFields,
  merchantParams,
  placementFields,
  rangeMeta,
  rangeQuery,
  reachFields,
} from './common.ts'
import type { Endpoint } from './endpoint.ts'

const figures = {
  impressions: count,
  viewable_impressions: count,
  viewable_rate: z.number().nullable(),
  ...reachFields,
  frequency: z.number().nullable(),
  avg_rank: z.number().nullable(),
  /** Over whole days: a merchant's impressions are stored by the day. */
  comparison: z
    .object({
      ...comparedFields,
      avg_rank: z.number().nullable(),
      avg_rank_before: z.number().nullable(),
      avg_rank_change: changeField,
    })
    .nullable(),
}

export const frequencyBucket = z.object({
  /** "1", "2", "3-4", "5-9", "10-19", "20-49", "50+" impressions. */
  bucket: z.string(),
  users: count,
  share: z.number().nullable(),
})

/** What did this merchant get? Its impressions by placement, funnel and frequency. */
export const merchantSummary = {
  method: 'GET',
  path: '/api/analytics/merchants/{merchant_id}/summary',
  operationId: 'merchantSummary',
  summary: 'Exposure of one merchant across placements',
  tag: 'Analytics',
  auth: 'read_figures',
  params: merchantParams,
  query: rangeQuery,
  status: 200,
  response: z.object({
    data: z.object({
      merchant: z.object(merchantFields),
      totals: z.object(figures),
      counted,
      placements: z.array(z.object({ ...placementFields, ...figures, counted })),
      /** Clicks and tracked (pending or confirmed) conversions that the decisive touch credits to the range's impressions. */
      funnel: z.object({
        impressions: count,
        clicks: count,
        conversions: count,
        ctr_pct: z.number().nullable(),
        /** Over whole days, now and in the previous period; null without comparison. */
        ctr_comparison: z
          .object({ ctr_pct: z.number().nullable(), ctr_before_pct: z.number().nullable(), ctr_change: changeField })
          .nullable(),
        /** Impressions needed before a CTR says something, and clicks before a CVR does. */
        min_impressions: count,
        min_clicks: count,
        click_cvr_pct: z.number().nullable(),
        confirmed_conversions: count,
        open_conversions: count,
        /** Rejected and refunded sales are not in `conversions`. */
        rejected_conversions: count,
        /** Those of `conversions` whose exposure was clicked; the others were only seen. */
        click_through_conversions: count,
        /** Clicks and sales without a matching exposure, on their own day. */
        unattributed_clicks: count,
        unattributed_conversions: count,
      }),
      frequency: z.array(frequencyBucket),
      daily: z.array(z.object({ day, impressions: count })),
      /** Whole days only. */
      daily_before: z.array(z.object({ day, impressions: count })),
    }),
    meta: rangeMeta,
  }),
  csv: true,
} as const satisfies Endpoint
