import { z } from 'zod'
import { count, day, instant, money } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** Models computed on request, because they also read journeys without a sale. */
export const DATA_DRIVEN_MODELS = ['markov', 'shapley'] as const

/** Most runs of one person that may wait or run at a time. */
export const MOST_OPEN_RUNS = 5
/** After this many failures a run stops with its reason. A new request starts it again. */
export const MOST_ATTEMPTS = 3

const run = z.object({
  run_id: z.string(),
  model: z.enum(DATA_DRIVEN_MODELS),
  /** null: all merchants. */
  merchant_id: z.string().nullable(),
  start: day,
  end: day,
  requested_by: z.string(),
  requested_at: instant,
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** How often it was started. */
  attempts: count,
  cancelled_by: z.string().nullable(),
  /** 0..1. */
  progress: z.number(),
  finished_at: instant.nullable(),
  /** Why the last attempt failed. An unfinished run is tried again. */
  error: z.string().nullable(),
  result: z
    .object({
      /** Credit by placement; it adds up to exactly `conversions` and `total_revenue`. */
      rows: z.array(
        z.object({ placement_id: z.string(), share: z.number(), conversions: z.number(), total_revenue: money }),
      ),
      /** Sales with at least one touch, by the day of the sale, and their commission in the reporting currency. */
      conversions: count,
      total_revenue: money,
      /** Sales without a touch; the same under every model. */
      unattributed: z.object({ conversions: count, total_revenue: money }),
      /** Journeys without a sale, estimated from a sample of people. */
      journeys_without_sale: count,
      /** Share of people in the sample, 0..1. */
      sample: z.number(),
    })
    .nullable(),
})
export type ModelRun = z.infer<typeof run>

export const startModelRun = {
  method: 'POST',
  path: '/api/attribution/model-runs',
  operationId: 'startModelRun',
  summary:
    'Compute a data-driven credit model; the answer is a run with progress. An equal question that is in progress, or whose figures have not changed since, gets the same run',
  tag: 'Analytics',
  auth: 'run_models',
  body: z
    .object({
      model: z.enum(DATA_DRIVEN_MODELS),
      merchant_id: z.string().min(1).max(128).nullish(),
      start_date: day,
      end_date: day,
    })
    .refine(({ start_date, end_date }) => start_date <= end_date, {
      path: ['start_date'],
      message: 'expected a day at or before end_date',
    })
    .refine(({ start_date, end_date }) => Date.parse(end_date) - Date.parse(start_date) <= 92 * 86_400_000, {
      path: ['end_date'],
      message: 'expected at most 93 days',
    }),
  status: 202,
  response: z.object({ data: run }),
} as const satisfies Endpoint

export const cancelModelRun = {
  method: 'POST',
  path: '/api/attribution/model-runs/{run_id}/cancel',
  operationId: 'cancelModelRun',
  summary: 'Cancel a run: one’s own, or any as an admin. A running one stops at its next step',
  tag: 'Analytics',
  auth: 'run_models',
  params: z.object({ run_id: z.string().min(1).max(128) }),
  status: 200,
  response: z.object({ data: run }),
} as const satisfies Endpoint

export const listModelRuns = {
  method: 'GET',
  path: '/api/attribution/model-runs',
  operationId: 'listModelRuns',
  summary: 'The last 20 runs of data-driven credit models, newest first',
  tag: 'Analytics',
  auth: 'read_figures',
  query: z.object({
    merchant_id: z.string().min(1).max(128).optional(),
    /** Only runs of exactly these days. */
    start_date: day.optional(),
    end_date: day.optional(),
  }),
  status: 200,
  response: z.object({ data: z.array(run) }),
} as const satisfies Endpoint
