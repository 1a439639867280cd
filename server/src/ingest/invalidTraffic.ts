import type { IvtReason } from '@bx/contracts/events/values'
import { isDeclaredBot } from './declaredBots.ts'

// Detects invalid traffic from the request itself. Rules about rates read stored rows (invalidTraffic/flagRates.ts).

/** Suspected invalid traffic by the request's headers; null when there is no sign of it. Server keys are exempt. */
export function invalidTraffic(headers: {
  readonly userAgent: string | undefined
  readonly purpose: string | undefined
}): IvtReason | null {
  if (headers.purpose !== undefined && /prefetch|prerender/i.test(headers.purpose)) return 'prefetch'
  if (headers.userAgent !== undefined && isDeclaredBot(headers.userAgent)) return 'bot_user_agent'
  return null
}
