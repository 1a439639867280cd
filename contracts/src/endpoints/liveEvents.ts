import { z } from 'zod'
import { instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const liveEvent = z.object({
  received_at: instant,
  kind: z.enum(['exposure', 'render', 'click', 'conversion']),
  verdict: z.enum(['stored', 'flagged', 'duplicate', 'superseded', 'rejected']),
  /** Code of the flag or the refusal; '' where there is none. */
  reason: z.string(),
  message: z.string(),
  /** Where and whose, by name; the sender's own word when we know none; null when the event does not say. */
  placement: z.string().nullable(),
  merchant: z.string().nullable(),
  /** As it was understood; the user id folded and cut. */
  event: z.unknown(),
})
export type LiveEvent = z.infer<typeof liveEvent>

export const liveEvents = {
  method: 'GET',
  path: '/api/ops/live',
  operationId: 'liveEvents',
  summary: 'The last 200 events of a key with what became of them; ask every second to see them arrive',
  tag: 'Operations',
  auth: 'analyst',
  query: z.object({ key_id: z.string().min(1).max(128) }),
  status: 200,
  response: z.object({ data: z.array(liveEvent) }),
} as const satisfies Endpoint
