import { z } from 'zod'
import { comparedFields, count, day, rangeMeta, rangeQuery, reachFields, reconciliation } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const merchantListRow = z.object({
  merchant_id: z.string(),
  merchant_ref: z.string().nullable(),
  merchant_name: z.string(),
  category: z.string().nullable(),
  impressions: count,
  impression_share_pct: z.number().nullable(),
  ...reachFields,
  frequency: z.number().nullable(),
  /** Impressions of both periods over whole days; null when nothing is compared. */
  comparison: z
    .object({ impressions: comparedFields.impressions, impressions_before: comparedFields.impressions_before })
    .nullable(),
  /** The last day with an impression, whatever the range; null when there was none. */
  last_shown_day: day.nullable(),
})

/** Who is shown most, who is not? One row for every merchant there is. */
export const merchantList = {
  method: 'GET',
  path: '/api/analytics/merchants',
  operationId: 'merchantList',
  summary: 'Impressions, reach and share of every merchant',
  tag: 'Analytics',
  auth: 'viewer',
  query: rangeQuery,
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(merchantListRow),
      /** Over all merchants: reach counts each person once. */
      totals: z.object({
        impressions: count,
        merchants_shown: count,
        ...reachFields,
        frequency: z.number().nullable(),
        comparison: z.object(comparedFields).nullable(),
      }),
      reconciliation,
    }),
    meta: rangeMeta,
  }),
  csv: true,
} as const satisfies Endpoint
