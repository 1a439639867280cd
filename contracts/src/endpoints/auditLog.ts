import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { count, fileQuery, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

/** A log of years is not counted for each page. */
export const MOST_COUNTED = 100_000

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
    /** Default: 100, in a CSV file 10,000. A file with fewer rows than `total` says so in its name. */
    limit: z.coerce.number().int().min(1).max(10_000).optional(),
    ...fileQuery,
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
      /** Entries that match, on all pages; null above 100,000. */
      total: count.nullable(),
      /** Pass as `before` for the next page; null on the last one. */
      next: z.string().nullable(),
    }),
  }),
  csv: true,
} as const satisfies Endpoint
