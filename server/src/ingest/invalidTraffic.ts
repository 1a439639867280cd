import type { IvtReason } from '@bx/contracts/events/values'
import { isDeclaredBot } from './declaredBots.ts'

// What the request itself says about invalid traffic. Rules about rates look at stored rows (ops/flagRates.ts).

/** Suspected invalid traffic by the request's headers; null when nothing speaks against it. Server keys are not judged. */
export function invalidTraffic(headers: {
  readonly userAgent: string | undefined
  readonly purpose: string | undefined
}): IvtReason | null {
  if (headers.purpose !== undefined && /prefetch|prerender/i.test(headers.purpose)) return 'prefetch'
  if (headers.userAgent !== undefined && isDeclaredBot(headers.userAgent)) return 'bot_user_agent'
  return null
}
