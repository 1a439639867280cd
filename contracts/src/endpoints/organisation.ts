import { z } from 'zod'
import { count } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const readOrganisation = {
  method: 'GET',
  path: '/api/settings/organisation',
  operationId: 'readOrganisation',
  summary: 'What applies to every figure: zone, currency, days kept, windows',
  tag: 'Settings',
  auth: 'read_catalogue',
  status: 200,
  response: z.object({
    data: z.object({
      /** Days and hours of reports are in this zone. */
      time_zone: z.string(),
      currency: z.string(),
      /** Days raw events are kept. */
      raw_days: count,
      /** Share of browser events that the SDK sends; below 1 counts are scaled. */
      sample_rate: z.number(),
      /** What the SDK does with visitors who have not consented. */
      without_consent: z.enum(['drop', 'anonymous']),
      windows: z.object({ click_minutes: z.number(), conversion_days: z.number() }),
      /** Days after which sales are usually reported; `measured` is false while there are too few sales. */
      reporting_lag: z.object({ days: count, measured: z.boolean() }),
      /** Exposures as a visitor count for the same person's purchases as a member. */
      uses_visitor_links: z.boolean(),
    }),
  }),
} as const satisfies Endpoint
