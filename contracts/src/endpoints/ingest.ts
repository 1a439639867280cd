import { z } from 'zod'
import { batchReceipt, clickBatch, conversionBatch, exposureBatch } from '../events/batch.ts'
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
  auth: 'write_key',
  body: conversionBatch,
  status: 202,
  response: batchReceipt,
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
