import { z } from 'zod'
import { instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const liveEvent = z.object({
  received_at: instant,
  kind: z.enum(['exposure', 'render', 'click', 'conversion']),
  verdict: z.enum(['stored', 'flagged', 'duplicate', 'superseded', 'rejected']),
  /** Code of the flag or the rejection; '' when there is none. */
  reason: z.string(),
  message: z.string(),
  /** Names of the placement and the merchant; the sender's own value when we know no name; null when the event has none. */
  placement: z.string().nullable(),
  merchant: z.string().nullable(),
  /** The event as we read it; the user id is pseudonymised and truncated. */
  event: z.unknown(),
})
export type LiveEvent = z.infer<typeof liveEvent>

export const liveEvents = {
  method: 'GET',
  path: '/api/ops/live',
  operationId: 'liveEvents',
  summary: 'The last 200 events of a key with their results; request it every second to see them arrive',
  tag: 'Operations',
  auth: 'read_live_events',
  query: z.object({ key_id: z.string().min(1).max(128) }),
  status: 200,
  response: z.object({ data: z.array(liveEvent) }),
} as const satisfies Endpoint
