import { z } from 'zod'
import { count, day, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { mismatchReason } from './soldPackage.ts'

export const listMismatches = {
  method: 'GET',
  path: '/api/package-mismatches',
  operationId: 'listMismatches',
  summary:
    'Stamped impressions that do not count for their package, by hour and reason, newest first; at most 10,000 rows',
  tag: 'Commercial',
  auth: 'read_packages',
  query: z.object({ start_date: day, end_date: day, format: z.enum(['json', 'csv']).default('json') }),
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        hour: instant,
        /** null: no package has the id of the stamp. */
        package_id: z.string().nullable(),
        package_name: z.string().nullable(),
        /** Of the package. */
        merchant_name: z.string().nullable(),
        merchant_ref: z.string().nullable(),
        placement_id: z.string(),
        reason: mismatchReason,
        /** Suspected invalid traffic included. */
        impressions: count,
      }),
    ),
    meta: z.object({ time_zone: z.string() }),
  }),
  csv: true,
} as const satisfies Endpoint
