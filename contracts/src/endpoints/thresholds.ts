import { z } from 'zod'
import { amount } from '../events/amount.ts'
import { parseMoney } from '../money.ts'
import { count, instant, money } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const notBelowWatch = { path: ['good'], message: 'expected good to be at least watch' }
const threshold = z
  .object({ good: z.number().min(0).max(1_000_000), watch: z.number().min(0).max(1_000_000) })
  .refine(({ good, watch }) => good >= watch, notBelowWatch)
const percentage = z.number().min(0).max(100)
export const performanceThresholds = z.object({
  ctr_pct: threshold,
  cvr_pct: threshold,
  click_cvr_pct: threshold,
  rpm: z.object({ good: money, watch: money }),
  min_impressions: count.min(1).max(100_000_000),
  min_clicks: count.min(1).max(100_000_000),
  cpa_click_cvr_pct: percentage,
  cpc_ctr_pct: percentage,
  cpc_click_cvr_pct: percentage,
})

export const readThresholds = {
  method: 'GET',
  path: '/api/settings/performance',
  operationId: 'readThresholds',
  summary: 'When a rate is good, and how much data a rating needs',
  tag: 'Settings',
  auth: 'read_figures',
  status: 200,
  response: z.object({
    data: performanceThresholds.extend({
      version: count,
      changed_by: z.string().nullable(),
      changed_at: instant.nullable(),
    }),
  }),
} as const satisfies Endpoint

export const writeThresholds = {
  method: 'PUT',
  path: '/api/settings/performance',
  operationId: 'writeThresholds',
  summary: 'Change the thresholds; every version is kept',
  tag: 'Settings',
  auth: 'change_thresholds',
  body: performanceThresholds.extend({
    rpm: z
      .object({ good: amount, watch: amount })
      .refine(({ good, watch }) => parseMoney(good) >= parseMoney(watch), notBelowWatch),
    /** The version that was changed. Refused when it is no longer the current one. */
    version: count.optional(),
  }),
  status: 200,
  response: readThresholds.response,
} as const satisfies Endpoint
