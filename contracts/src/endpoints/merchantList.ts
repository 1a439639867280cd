import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { changeField } from './change.ts'
import { comparedFields, count, counted, day, rangeMeta, rangeQuery, reachFields, reconciliation } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** A leading minus sorts descending; merchants without a value always come last. */
export const MERCHANT_SORTS = [
  ...(['merchant_name', '-merchant_name', 'category', '-category', 'impressions', '-impressions'] as const),
  ...(['change', '-change', 'impression_share_pct', '-impression_share_pct', 'ctr_pct', '-ctr_pct'] as const),
  ...(['unique_users', '-unique_users', 'frequency', '-frequency', 'last_shown_day', '-last_shown_day'] as const),
] as const

/** Impressions and the clicks credited to them. */
const figures = {
  impressions: count,
  clicks: count,
  ctr_pct: z.number().nullable(),
  /** 95 % Wilson, in percent. */
  ctr_interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** The part of the stored impressions. */
  counted,
  /** Both periods over whole days; null without comparison. */
  comparison: z
    .object({
      impressions: comparedFields.impressions,
      impressions_before: comparedFields.impressions_before,
      impressions_change: comparedFields.impressions_change,
      ctr_pct: z.number().nullable(),
      ctr_before_pct: z.number().nullable(),
      ctr_change: changeField,
    })
    .nullable(),
}

export const merchantListRow = z.object({
  merchant_id: z.string(),
  merchant_ref: z.string().nullable(),
  merchant_name: z.string(),
  category: z.string().nullable(),
  ...figures,
  impression_share_pct: z.number().nullable(),
  ...reachFields,
  frequency: z.number().nullable(),
  /** The last day with an impression, independent of the range; null when there was none. */
  last_shown_day: day.nullable(),
})

/** Who is shown most, who is not? All merchants, in pages. */
export const merchantList = {
  method: 'GET',
  path: '/api/analytics/merchants',
  operationId: 'merchantList',
  summary: 'Impressions, reach, CTR and share of every merchant, in pages; as CSV all pages in one file',
  tag: 'Analytics',
  auth: 'read_figures',
  query: rangeQuery.extend({
    /** Words to find in name, reference or category; each must occur in one of them. Case and accents are ignored. */
    q: shortText(120).optional(),
    /** Only merchants of this category; empty: only those without one. */
    category: shortText(120).optional(),
    /** `not_7d`: only merchants without an impression in the last seven days, independent of the range. */
    seen: z.enum(['all', 'not_7d']).default('all'),
    /** CTR sorts only merchants with `min_impressions`. Sorting by reach or frequency reads the reach of every merchant first: about a millisecond per merchant. */
    sort: z.enum(MERCHANT_SORTS).default('-impressions'),
    /** Starts at 1; a page beyond the last is empty. */
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    size: z.coerce.number().int().min(1).max(500).default(50),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(merchantListRow),
      /** Over all merchants, independent of the search. Reach counts each person once. */
      totals: z.object({
        impressions: count,
        merchants_known: count,
        merchants_shown: count,
        merchants_not_shown_7d: count,
        /** null when no merchant was shown. */
        most_shown: z.object({ merchant_id: z.string(), merchant_name: z.string(), impressions: count }).nullable(),
        /** The last day with an impression of any merchant, independent of the range. */
        last_shown_day: day.nullable(),
        ...reachFields,
        frequency: z.number().nullable(),
        comparison: z.object(comparedFields).nullable(),
      }),
      /** Sums over the merchants that match `q`, `category` and `seen`; people do not add up. */
      found: z.object(figures),
      /** All categories with their number of merchants, whatever is searched; null: merchants without one. */
      categories: z.array(z.object({ category: z.string().nullable(), merchants: count })),
      /** Stored impressions behind the figures, by the day they were shown. */
      counted,
      /** Exposures, by the day they were received. */
      reconciliation,
    }),
    /** `total`: number of merchants on all pages. */
    meta: rangeMeta.extend({
      total: count,
      page: count,
      size: count,
      /** Impressions needed before a CTR says something. */
      min_impressions: count,
    }),
  }),
  csv: true,
} as const satisfies Endpoint
