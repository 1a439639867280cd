// Closed value lists and limits of the wire format. Does not import zod, so that browser code can use it without loading a
// validator.

export const EXPOSURE_TYPES = [
  'banner',
  'logo',
  'merchant_page',
  'card',
  'carousel',
  'search_result',
  'push',
  'email',
] as const
export type ExposureType = (typeof EXPOSURE_TYPES)[number]

export const CONVERSION_STATUSES = ['pending', 'confirmed', 'rejected', 'refunded'] as const
/** With equal `status_at`, the later status in this array wins. */
export type ConversionStatus = (typeof CONVERSION_STATUSES)[number]

export const KEY_KINDS = ['browser', 'server', 'import'] as const
/** Kinds of write keys. The kind decides how old an event may be (see MAX_AGE_MS). */
export type KeyKind = (typeof KEY_KINDS)[number]

/** Why an exposure is suspected invalid traffic. Flagged rows are stored, but excluded from net figures. */
export const IVT_REASONS = [
  'bot_user_agent',
  'prefetch',
  'user_rate',
  'session_rate',
  'user_day_rate',
  'session_day_rate',
  'flagged_source',
] as const
export type IvtReason = (typeof IVT_REASONS)[number]

export const LIMITS = {
  /** Events (exposures + renders, or clicks, or conversions) in one request. */
  eventsPerRequest: 1000,
  /** Decoded size of one request body, bytes. */
  bodyBytes: 1_048_576,
  /** The same for a request without the key in its Authorization header. */
  keylessBytes: 65_536,
  /** Nesting of the JSON body; a well-formed batch needs 4. */
  jsonDepth: 8,
  /** Serialised size of `context`, bytes. */
  contextBytes: 512,
  /** Size of a dead letter's body, bytes. */
  deadLetterBytes: 8192,
  /** How far `timestamp` may be ahead of the server's clock, milliseconds. */
  aheadMs: 5 * 60_000,
  /** The SDK's buffer: events, milliseconds. */
  bufferEvents: 50,
  bufferMs: 5_000,
  /** Most lost events in one report: the SDK stores 1,000 and discards the rest one by one. */
  lostPerReport: 100_000,
} as const

const HOUR_MS = 3_600_000

/**
 * Maximum age of an event on receipt, milliseconds, by the kind of its key. `queued` applies to events that the SDK stored
 * on the device. Imports accept any day whose partition still exists.
 */
export const MAX_AGE_MS = {
  browser: 10 * 60_000,
  queued: 24 * HOUR_MS,
  server: 72 * HOUR_MS,
  import: Number.POSITIVE_INFINITY,
} as const

/** Maximum age of a conversion on receipt, milliseconds. */
export const CONVERSION_MAX_AGE_MS = 400 * 24 * HOUR_MS
