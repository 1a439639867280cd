import { z } from 'zod'
import { LIMIT_STATES } from '../metrics/paidShare.ts'
import { PACKAGE_TYPES } from '../packages/values.ts'
import { changeField } from './change.ts'
import { count, counted, day, placementFields, rangeMeta, rangeQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** total = organic + CPI + CPC + CPA: each impression counts once. */
const mix = {
  organic_impressions: count,
  cpi_impressions: count,
  cpc_impressions: count,
  cpa_impressions: count,
  total_impressions: count,
  /** 0..100, 2 places; null without impressions. */
  paid_pct: z.number().nullable(),
  /** Part of organic_impressions: of merchants that have a live package there on that day. Never billed. */
  inferred_impressions: count,
  /** Sessions per placement and day, without suspected invalid traffic. */
  sessions: count,
  /** Paid impressions per session; null without sessions, and for gross traffic. */
  ad_load: z.number().nullable(),
}

const slotMixDay = z.object({ date: day, ...mix, limit_state: z.enum(LIMIT_STATES) })

const comparison = z.object({
  /** Over whole days. */
  paid_pct: z.number().nullable(),
  paid_pct_before: z.number().nullable(),
  paid_pct_change: changeField,
})

const slotMixRow = z.object({
  ...placementFields,
  ...mix,
  limit_state: z.enum(LIMIT_STATES),
  /** First day of the alert that is open now, independent of the range; null: none. */
  alert_since: day.nullable(),
  comparison: comparison.nullable(),
  days: z.array(slotMixDay),
  /** The packages with most impressions here. */
  packages: z.array(
    z.object({
      package_id: z.string(),
      package_name: z.string(),
      package_type: z.enum(PACKAGE_TYPES),
      merchant_name: z.string(),
      impressions: count,
    }),
  ),
  counted,
})
export type SlotMixRow = z.infer<typeof slotMixRow>
export type SlotMixDay = z.infer<typeof slotMixDay>

const limit = { limit_pct: z.number(), min_impressions: count }

/** Where is paid crowding organic? */
export const slotMix = {
  method: 'GET',
  path: '/api/slot-mix',
  operationId: 'slotMix',
  summary:
    'Organic, CPI, CPC and CPA impressions of each placement and day, and the paid share; a file has a row per day',
  tag: 'Commercial',
  auth: 'read_figures',
  query: rangeQuery,
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(slotMixRow),
      totals: z.object({ ...mix, comparison: comparison.nullable() }),
      counted,
    }),
    meta: rangeMeta.extend(limit),
  }),
  csv: true,
} as const satisfies Endpoint

export const slotMixAlerts = {
  method: 'GET',
  path: '/api/slot-mix/alerts',
  operationId: 'slotMixAlerts',
  summary: 'Placements whose paid share is above the limit now, with the day since when',
  tag: 'Commercial',
  auth: 'read_figures',
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        ...placementFields,
        since: day,
        /** The last whole day that was compared; days with too few impressions are compared together. */
        day,
        paid_pct: z.number().nullable(),
      }),
    ),
    meta: z.object({ ...limit, time_zone: z.string() }),
  }),
} as const satisfies Endpoint
