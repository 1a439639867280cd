import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const listAudit = {
  method: 'GET',
  path: '/api/audit',
  operationId: 'listAudit',
  summary: 'Who changed what and when, newest first',
  tag: 'Operations',
  auth: 'read_audit',
  query: z.object({
    actor: shortText(254).optional(),
    action: shortText(64).optional(),
    outcome: z.enum(['done', 'refused']).optional(),
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(100),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      rows: z.array(
        z.object({
          audit_id: z.string(),
          at: instant,
          actor: z.string(),
          action: z.string(),
          target: z.string(),
          /** Refused: wrong passwords, and changes answered with 403 or 409; `details.refused` has the code. */
          outcome: z.enum(['done', 'refused']),
          details: z.unknown(),
        }),
      ),
      /** Pass as `before` for the next page; null on the last one. */
      next: z.string().nullable(),
    }),
  }),
  csv: true,
} as const satisfies Endpoint
