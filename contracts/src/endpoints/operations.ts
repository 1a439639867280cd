import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { count, instant, reconciliation, setAside } from './common.ts'
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
  summary: 'Is the pipeline well now? Lag, backlog, refusals, dead letters',
  tag: 'Operations',
  auth: 'viewer',
  status: 200,
  response: z.object({
    data: z.object({
      complete_to: instant,
      /** Seconds between now and complete_to: how old the oldest uncounted event is. */
      processing_lag_seconds: z.number(),
      inbox: z.object({ waiting: count, in_flight: count, oldest_received_at: instant.nullable() }),
      deltas_waiting: count,
      set_aside: setAside,
      /** How far each loop is, and whether it goes on. */
      loops: z.array(
        z.object({
          loop: z.enum(['process', 'rollup', 'attribution', 'replay']),
          waiting: count,
          /** When the oldest item that is due came to the loop; null when none waits. */
          oldest_at: instant.nullable(),
          /** Failed rounds since the last success. */
          failures_in_a_row: count,
          /** When a round last ended without an error, to a few seconds; null before the first. */
          last_success_at: instant.nullable(),
          /** Of the last failure; null when the last round succeeded. */
          last_error: z.string().nullable(),
          /** Items that failed each time and were put apart. */
          set_aside: count,
        }),
      ),
      /** Days after today that have partitions. Low: making them fails; events wait, nothing is lost. */
      partitions: z.object({ days_ahead: z.number().int(), low: z.boolean() }),
      dead_letters: z.array(z.object({ reason: z.string(), waiting: count, oldest_received_at: instant })),
      /** Write keys that sent at least 5 times their usual events of that hour of the day, and at least 10,000. */
      key_jumps: z.array(
        z.object({
          key_id: z.string(),
          /** null when no key has this id. */
          name: z.string().nullable(),
          hour: instant,
          events: count,
          /** Average of the same hour in the 7 days before. */
          usual_events: count,
        }),
      ),
      /** Refused ÷ received over the last hour, 0..1. */
      validation_failure_rate: z.number().nullable(),
      last_hour: reconciliation,
      /** Of the last 7 days, all kinds of events: those that differ between what was received and where it went. */
      unaccounted_events: count,
      /** Of the process that answers, since it started. */
      api: z.object({
        requests: count,
        /** 5xx ÷ all, 0..1. */
        error_rate: z.number().nullable(),
        /** 95 % of the answers took at most this long; null before the first, or above 10 s. */
        p95_seconds_at_most: z.number().nullable(),
      }),
      /** Questions of dashboards to the database of the process that answers. */
      pool: z.object({ in_use: count, max: count, waiting: count }),
      jobs: z.array(
        z.object({
          job: z.string(),
          started_at: instant,
          /** null while it runs. */
          took_seconds: z.number().nullable(),
          outcome: z.enum(['running', 'done', 'failed', 'lost']),
          next_at: instant.nullable(),
          /** Failed runs since the last that was done. */
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
  /** The refused event, user id folded or masked; cut at 8 KiB (then a string). */
  body: z.unknown(),
  replayed_at: instant.nullable(),
  attempts: count,
  /** The field that was refused, where one was. */
  field: z.string().nullable(),
  /** Whether the merchant or placement that was missing exists by now; null where none was. */
  missing_exists: z.boolean().nullable(),
  /** It has the shape of an event, so it can be sent again. */
  can_replay: z.boolean(),
})

export const listDeadLetters = {
  method: 'GET',
  path: '/api/ops/dead-letters',
  operationId: 'listDeadLetters',
  summary: 'Refused events, newest first',
  tag: 'Operations',
  auth: 'analyst',
  query: z.object({
    reason: shortText(64).optional(),
    state: z.enum(['waiting', 'replayed', 'all']).default('waiting'),
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(deadLetter),
      /** Pass as `before` for the next page; null on the last one. */
      next: z.string().nullable(),
      by_reason: z.array(
        z.object({
          reason: z.string(),
          waiting: count,
          /** Refused in the last 13 days without a dead letter being kept: the quota of the hour, or the disk, was full. */
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
  summary: 'Send refused events through the pipeline again, by id or by reason',
  tag: 'Operations',
  auth: 'admin',
  body: z
    .object({
      dead_letter_ids: z
        .array(z.string().regex(/^\d{1,18}$/))
        .min(1)
        .max(1000)
        .optional(),
      reason: shortText(64).optional(),
      /** Say what would become of each event now, change nothing. */
      dry_run: z.boolean().default(false),
    })
    .refine((body) => (body.dead_letter_ids === undefined) !== (body.reason === undefined), {
      message: 'expected either dead_letter_ids or reason',
    }),
  status: 202,
  response: z.object({
    data: z.object({
      matched: count,
      /** Those that are still events; the others can only be mended at their sender. */
      replayable: count,
      /** Those that were sent now. The other replayable ones are on their way already and are not sent twice. */
      replayed: count,
      /** Of a dry run: each event, judged by the rules and statements that would store it. Else empty. */
      results: z.array(
        z.object({
          dead_letter_id: z.string(),
          event_id: z.string().nullable(),
          kind: z.enum(['exposure', 'render', 'click', 'conversion']),
          /** `duplicate`: it is stored already, and would settle its letter. */
          outcome: z.enum(['stored', 'duplicate', 'superseded', 'rejected']),
          /** Why it would be rejected. */
          code: z.string().nullable(),
          message: z.string().nullable(),
        }),
      ),
    }),
  }),
} as const satisfies Endpoint
