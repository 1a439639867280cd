import type { IvtReason } from '@bx/contracts/events/values'

// What the request itself says about invalid traffic. Rules about rates look at stored rows (ops/flagRates.ts).

/**
 * Crawlers and tools that say what they are. HeadlessChrome is left out: previews and browser tests use it, and who means
 * harm hides it.
 */
const DECLARED_BOTS =
  /bot\b|crawl|spider|slurp|mediapartners|facebookexternalhit|embedly|pingdom|lighthouse|phantomjs|python-requests|scrapy|curl\/|wget\/|libwww|go-http-client/i

/** Suspected invalid traffic by the request's headers; null when nothing speaks against it. Server keys are not judged. */
export function invalidTraffic(headers: {
  readonly userAgent: string | undefined
  readonly purpose: string | undefined
}): IvtReason | null {
  if (headers.purpose !== undefined && /prefetch|prerender/i.test(headers.purpose)) return 'prefetch'
  if (headers.userAgent !== undefined && DECLARED_BOTS.test(headers.userAgent)) return 'bot_user_agent'
  return null
}
