import { z } from 'zod'
import { count, day, rangeMeta, rangeQuery, reachFields } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const MERCHANT_SORTS = ['impressions', 'merchant_name', 'change', 'last_seen'] as const

/** Who is shown most, and who is not? One page of merchants. */
export const merchantList = {
  method: 'GET',
  path: '/api/analytics/merchants',
  operationId: 'merchantExposureList',
  summary: 'Impressions, share and reach of every merchant, page by page',
  tag: 'Analytics',
  auth: 'viewer',
  query: rangeQuery.extend({
    /** Part of the name, reference or category. */
    q: z.string().max(120).default(''),
    /** `unseen`: not shown in the range at all. */
    shown: z.enum(['all', 'seen', 'unseen']).default('all'),
    sort: z.enum([...MERCHANT_SORTS, ...MERCHANT_SORTS.map((name) => `-${name}` as const)]).default('-impressions'),
    page: z.coerce.number().int().min(1).max(100_000).default(1),
    page_size: z.coerce.number().int().min(1).max(1000).default(25),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(
        z.object({
          merchant_id: z.string(),
          merchant_ref: z.string().nullable(),
          merchant_name: z.string(),
          category: z.string().nullable(),
          impressions: count,
          /** Of all impressions in the range, 0..100. */
          impression_share_pct: z.number().nullable(),
          ...reachFields,
          frequency: z.number().nullable(),
          placements: count,
          /** Last day with an impression, as far back as counts are kept. */
          last_seen: day.nullable(),
          /** Both periods over whole days (meta.compare.reach_days). */
          comparison: z.object({ impressions: count, impressions_before: count }).nullable(),
          daily: z.array(z.object({ day, impressions: count })),
        }),
      ),
      /** Merchants that match, on all pages. */
      matching: count,
      totals: z.object({ merchants: count, seen: count, impressions: count }),
    }),
    meta: rangeMeta,
  }),
  csv: true,
} as const satisfies Endpoint
