import { z } from 'zod'
import { count, day, fileQuery, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** Loops that set aside work they cannot process. Rejected events are dead letters; see listDeadLetters. */
const loop = z.enum(['process', 'rollup', 'attribution'])

/** Lists the work that is set aside, with reasons. */
export const listFailedWork = {
  method: 'GET',
  path: '/api/ops/failed-work',
  operationId: 'listFailedWork',
  summary: 'What the loops set aside because it failed each time, with its reason, newest first',
  tag: 'Operations',
  auth: 'read_health',
  query: z.object(fileQuery),
  status: 200,
  response: z.object({
    data: z.object({
      /** All that is set aside: `rows` has at most 500 per loop. */
      total: count,
      rows: z.array(
        z.object({
          loop,
          failed_id: z.string(),
          /** An envelope, a delta, or the click, sale or exposures; user ids are truncated. */
          item: z.string(),
          /** Number of events inside; null for attribution work. */
          events: count.nullable(),
          /** Reporting days of a delta; null when it cannot be read, and for other work. */
          days: z.array(day).nullable(),
          /** Those of these days that `recount --repair` has counted since. A retry skips them. */
          repaired_days: z.array(day),
          reason: z.string(),
          failures: count,
          received_at: instant,
          failed_at: instant,
        }),
      ),
    }),
  }),
  csv: true,
} as const satisfies Endpoint

/** Retries work after a fix. */
export const retryFailedWork = {
  method: 'POST',
  path: '/api/ops/failed-work/retry',
  operationId: 'retryFailedWork',
  summary: 'Send what was set aside through its loop again; each counts once, however often it is retried',
  tag: 'Operations',
  auth: 'retry_failed_work',
  body: z.object({
    loop,
    /** All work of the loop when omitted. */
    failed_ids: z
      .array(z.string().regex(/^\d{1,18}$/))
      .min(1)
      .max(1000)
      .optional(),
  }),
  status: 202,
  response: z.object({
    data: z.object({
      /** Returned to their loop. Work that fails again is set aside again. */
      retried: count,
      /** Still unreadable; they stay set aside with the current reason. */
      failed: count,
    }),
  }),
} as const satisfies Endpoint
