import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { count, fileQuery, instant, reconciliation, setAside } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const healthz = {
  method: 'GET',
  path: '/healthz',
  operationId: 'healthz',
  summary: 'The process answers',
  tag: 'Operations',
  auth: 'open',
  status: 200,
  response: z.object({ status: z.literal('ok') }),
} as const satisfies Endpoint

export const readyz = {
  method: 'GET',
  path: '/readyz',
  operationId: 'readyz',
  summary: 'The process can take traffic: database reachable and migrated; 503 otherwise',
  tag: 'Operations',
  auth: 'open',
  status: 200,
  response: z.object({ status: z.literal('ready') }),
} as const satisfies Endpoint

export const metrics = {
  method: 'GET',
  path: '/metrics',
  operationId: 'metrics',
  summary: 'Prometheus metrics; on the public port only behind METRICS_TOKEN, else on METRICS_PORT',
  tag: 'Operations',
  auth: 'metrics_token',
  status: 200,
  response: z.string(),
} as const satisfies Endpoint

export const opsStatus = {
  method: 'GET',
  path: '/api/ops/status',
  operationId: 'opsStatus',
  summary: 'Is the pipeline healthy? Lag, backlog, rejected events, dead letters',
  tag: 'Operations',
  auth: 'read_health',
  status: 200,
  response: z.object({
    data: z.object({
      complete_to: instant,
      /** Seconds since complete_to: the age of the oldest uncounted event. */
      processing_lag_seconds: z.number(),
      inbox: z.object({ waiting: count, in_flight: count, oldest_received_at: instant.nullable() }),
      deltas_waiting: count,
      set_aside: setAside,
      /** Progress of each loop, and whether it is running. */
      loops: z.array(
        z.object({
          loop: z.enum(['process', 'rollup', 'attribution', 'replay']),
          waiting: count,
          /** When the oldest due item was queued; null when none waits. */
          oldest_at: instant.nullable(),
          /** Failed rounds since the last success. */
          failures_in_a_row: count,
          /** When a round last ended without an error, accurate to a few seconds; null before the first. */
          last_success_at: instant.nullable(),
          /** Error of the last failure; null when the last round succeeded. */
          last_error: z.string().nullable(),
          /** Items that failed repeatedly and were set aside. */
          set_aside: count,
        }),
      ),
      /** Days after today that have partitions. A low number means that creating them fails: events wait, none is lost. */
      partitions: z.object({ days_ahead: z.number().int(), low: z.boolean() }),
      dead_letters: z.array(z.object({ reason: z.string(), waiting: count, oldest_received_at: instant })),
      /** Write keys that sent at least 5 times their usual events for that hour of the day, and at least 10,000. */
      key_jumps: z.array(
        z.object({
          key_id: z.string(),
          /** null for an unknown key id. */
          name: z.string().nullable(),
          hour: instant,
          events: count,
          /** Average of the same hour in the 7 days before. */
          usual_events: count,
        }),
      ),
      /** Rejected ÷ received over the last hour, 0..1. */
      validation_failure_rate: z.number().nullable(),
      last_hour: reconciliation,
      /** Events of all kinds in the last 7 days that were lost after receipt, or counted twice. */
      unaccounted_events: count,
      /** Of the answering process, since its start. */
      api: z.object({
        requests: count,
        /** 5xx ÷ all, 0..1. */
        error_rate: z.number().nullable(),
        /** 95th percentile of the answer time; null before the first answer, or above 10 s. */
        p95_seconds_at_most: z.number().nullable(),
      }),
      /** Dashboard queries of the answering process to the database. */
      pool: z.object({ in_use: count, max: count, waiting: count }),
      jobs: z.array(
        z.object({
          job: z.string(),
          started_at: instant,
          /** null while it runs. */
          took_seconds: z.number().nullable(),
          outcome: z.enum(['running', 'done', 'failed', 'lost']),
          next_at: instant.nullable(),
          /** Failed runs since the last successful one. */
          failures_in_a_row: count,
          last_success_at: instant.nullable(),
        }),
      ),
    }),
  }),
} as const satisfies Endpoint

const deadLetter = z.object({
  dead_letter_id: z.string(),
  kind: z.enum(['exposure', 'render', 'click', 'conversion']),
  reason: z.string(),
  message: z.string(),
  event_id: z.string().nullable(),
  key_id: z.string(),
  received_at: instant,
  /** The rejected event, user id pseudonymised or masked; truncated to 8 KiB (then a string). */
  body: z.unknown(),
  replayed_at: instant.nullable(),
  attempts: count,
  /** The rejected field, if any. */
  field: z.string().nullable(),
  /** Whether the missing merchant or placement exists now; null when none was missing. */
  missing_exists: z.boolean().nullable(),
  /** true when it has the shape of an event and can be replayed. */
  can_replay: z.boolean(),
})

export const listDeadLetters = {
  method: 'GET',
  path: '/api/ops/dead-letters',
  operationId: 'listDeadLetters',
  summary: 'Rejected events, newest first',
  tag: 'Operations',
  auth: 'read_dead_letters',
  query: z
    .object({
      reason: shortText(64).optional(),
      state: z.enum(['waiting', 'replayed', 'all']).default('waiting'),
      before: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      /** At most 500; in a CSV file 5,000. Default: 100; in a file 5,000. A file with fewer rows than `total` says so in its name. */
      limit: z.coerce.number().int().min(1).max(5_000).optional(),
      ...fileQuery,
    })
    .refine(({ format, limit = 0 }) => format === 'csv' || limit <= 500, {
      path: ['limit'],
      message: 'expected at most 500, or format=csv',
    }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(deadLetter),
      /** Dead letters that match, on all pages. */
      total: count,
      /** Pass as `before` for the next page; null on the last one. */
      next: z.string().nullable(),
      by_reason: z.array(
        z.object({
          reason: z.string(),
          waiting: count,
          /** Rejected in the last 13 days without a stored dead letter, because the hourly quota or the disk was full. */
          only_counted: count,
        }),
      ),
    }),
  }),
  csv: true,
} as const satisfies Endpoint

export const replayDeadLetters = {
  method: 'POST',
  path: '/api/ops/dead-letters/replay',
  operationId: 'replayDeadLetters',
  summary: 'Replay rejected events through the pipeline, by id or by reason',
  tag: 'Operations',
  auth: 'replay_dead_letters',
  body: z
    .object({
      dead_letter_ids: z
        .array(z.string().regex(/^\d{1,18}$/))
        .min(1)
        .max(1000)
        .optional(),
      reason: shortText(64).optional(),
      /** Reports what would happen to each event, without changing anything. */
      dry_run: z.boolean().default(false),
    })
    .refine((body) => (body.dead_letter_ids === undefined) !== (body.reason === undefined), {
      message: 'expected either dead_letter_ids or reason',
    }),
  status: 202,
  response: z.object({
    data: z.object({
      matched: count,
      /** All that match; one call takes the oldest 10,000. */
      waiting: count,
      /** Dead letters that can be replayed; the others must be fixed by their sender. */
      replayable: count,
      /** Replayed now. The other replayable ones are already queued and are not sent twice. */
      replayed: count,
      /** For a dry run: each event, validated by the rules and statements that would store it. Else empty. */
      results: z.array(
        z.object({
          dead_letter_id: z.string(),
          event_id: z.string().nullable(),
          kind: z.enum(['exposure', 'render', 'click', 'conversion']),
          /** `duplicate`: it is already stored; a replay would resolve its dead letter. */
          outcome: z.enum(['stored', 'duplicate', 'superseded', 'rejected']),
          /** Why it would be rejected. */
          code: z.string().nullable(),
          message: z.string().nullable(),
        }),
      ),
    }),
  }),
} as const satisfies Endpoint
