import { z } from 'zod'
import { batchReceipt, clickBatch, conversionBatch, exposureBatch } from '../events/batch.ts'
import { uuid } from '../events/fields.ts'
import { instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const exposureBatchEndpoint = {
  method: 'POST',
  path: '/api/exposure/batch',
  operationId: 'sendExposures',
  summary: 'Send exposures and renders; 202 once they are on disk',
  tag: 'Ingest',
  auth: 'write_key',
  body: exposureBatch,
  status: 202,
  response: batchReceipt,
} as const satisfies Endpoint

export const clickBatchEndpoint = {
  method: 'POST',
  path: '/api/click/batch',
  operationId: 'sendClicks',
  summary: 'Send clicks; 202 once they are on disk',
  tag: 'Ingest',
  auth: 'write_key',
  body: clickBatch,
  status: 202,
  response: batchReceipt,
} as const satisfies Endpoint

export const conversionBatchEndpoint = {
  method: 'POST',
  path: '/api/conversion/batch',
  operationId: 'sendConversions',
  summary: 'Send conversions and their later statuses (server keys only)',
  tag: 'Ingest',
  auth: 'server_key',
  body: conversionBatch,
  status: 202,
  response: batchReceipt,
} as const satisfies Endpoint

/** For the placement lens: an acknowledged event is validated a moment later. */
export const exposureVerdicts = {
  method: 'POST',
  path: '/api/exposure/verdicts',
  operationId: 'exposureVerdicts',
  summary:
    'The result of exposures that were just acknowledged; those beyond the last 200 events of the key are left out',
  tag: 'Ingest',
  auth: 'write_key',
  body: z.object({
    event_ids: z.array(uuid).max(200).default([]),
    /** Replaces the Authorization header. */
    write_key: z.string().min(1).max(256).optional(),
  }),
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        event_id: z.string(),
        verdict: z.enum(['stored', 'flagged', 'duplicate', 'rejected']),
        /** Code of the flag or the rejection; '' when there is none. */
        reason: z.string(),
      }),
    ),
  }),
} as const satisfies Endpoint

export const exposureConfig = {
  method: 'GET',
  path: '/api/exposure/config',
  operationId: 'exposureConfig',
  summary: 'What the SDK needs to know: server time, sample rate, limits',
  tag: 'Ingest',
  auth: 'open',
  status: 200,
  response: z.object({
    data: z.object({
      server_time: instant,
      sample_rate: z.number(),
      buffer_events: z.number().int(),
      buffer_ms: z.number().int(),
      max_events: z.number().int(),
      max_bytes: z.number().int(),
      without_consent: z.enum(['drop', 'anonymous']),
    }),
  }),
} as const satisfies Endpoint
