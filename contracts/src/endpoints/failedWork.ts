import { z } from 'zod'
import { count, day, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** Loops that set aside what they cannot digest. Refused events are dead letters; see listDeadLetters. */
const loop = z.enum(['process', 'rollup', 'attribution'])

/** What is set aside now, and why? */
export const listFailedWork = {
  method: 'GET',
  path: '/api/ops/failed-work',
  operationId: 'listFailedWork',
  summary: 'What the loops set aside because it failed each time, with its reason, newest first',
  tag: 'Operations',
  auth: 'viewer',
  query: z.object({ format: z.enum(['json', 'csv']).default('json') }),
  status: 200,
  response: z.object({
    data: z.object({
      /** At most 500 of each loop. */
      rows: z.array(
        z.object({
          loop,
          failed_id: z.string(),
          /** An envelope, a delta, or the click, sale or exposures; user ids are cut. */
          item: z.string(),
          /** Events inside; null for what is attributed. */
          events: count.nullable(),
          /** Reporting days of a delta; null when it cannot be read, and for others. */
          days: z.array(day).nullable(),
          /** Of these days, those that `recount --repair` counted since: a retry leaves them out. */
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

/** Try it again after a fix. */
export const retryFailedWork = {
  method: 'POST',
  path: '/api/ops/failed-work/retry',
  operationId: 'retryFailedWork',
  summary: 'Send what was set aside through its loop again; each counts once, however often it is retried',
  tag: 'Operations',
  auth: 'admin',
  body: z.object({
    loop,
    /** All of the loop when left out. */
    failed_ids: z
      .array(z.string().regex(/^\d{1,18}$/))
      .min(1)
      .max(1000)
      .optional(),
  }),
  status: 202,
  response: z.object({
    data: z.object({
      /** Back in their loop. What fails there again is set aside again. */
      retried: count,
      /** Those that still cannot be read; they stay set aside, with the reason of now. */
      failed: count,
    }),
  }),
} as const satisfies Endpoint
