import { z } from 'zod'
import { count, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const threshold = z
  .object({ good: z.number().min(0).max(1_000_000), watch: z.number().min(0).max(1_000_000) })
  .refine(({ good, watch }) => good >= watch, { path: ['good'], message: 'expected good to be at least watch' })
const percentage = z.number().min(0).max(100)
export const performanceThresholds = z.object({
  ctr_pct: threshold,
  cvr_pct: threshold,
  click_cvr_pct: threshold,
  rpm: threshold,
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
  summary: 'When a rate is good, and from how much data it is judged',
  tag: 'Settings',
  auth: 'viewer',
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
  auth: 'admin',
  body: performanceThresholds.extend({
    /** The version that was changed; refused when another is in force by now. */
    version: count.optional(),
  }),
  status: 200,
  response: readThresholds.response,
} as const satisfies Endpoint
