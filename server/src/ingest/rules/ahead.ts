import { LIMITS } from '@bx/contracts/events/values'
import type { Refusal } from './rule.ts'

/** in_future: more than 5 minutes ahead of the server's clock. */
export function ahead(event: { readonly timestamp: number }, receivedAt: number): Refusal | null {
  const aheadMs = event.timestamp - receivedAt
  if (aheadMs <= LIMITS.aheadMs) return null
  return {
    code: 'in_future',
    message: `timestamp: ${Math.round(aheadMs / 1000)} s ahead of the server, 300 s are allowed`,
  }
}
