import { LIMITS } from '@bx/contracts/events/values'
import type { Refusal } from './rule.ts'

/**
 * status_at_in_future: more than 5 minutes ahead of the server's clock. Such a status would hide every later report
 * until that time.
 */
export function statusIsReached(
  event: { readonly status_at?: number | null | undefined },
  receivedAt: number,
): Refusal | null {
  const aheadMs = (event.status_at ?? receivedAt) - receivedAt
  if (aheadMs <= LIMITS.aheadMs) return null
  return {
    code: 'status_at_in_future',
    message: `status_at: ${Math.round(aheadMs / 1000)} s ahead of the server, 300 s are allowed; leave it out for a status reached now`,
  }
}
