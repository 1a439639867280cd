import { z } from 'zod'
import { timestamp } from './fields.ts'
import { LIMITS } from './values.ts'

// The envelope of the three batch endpoints. Events are validated one by one, so that a bad one is refused
// with its index while the good ones beside it are kept; here they are `unknown`.

const writeKey = z.string().min(1).max(256)
/** More than any SDK can lose counts as that much, so that the events beside it are not refused with it. */
const lost = z
  .number()
  .int()
  .min(0)
  .default(0)
  .transform((events) => Math.min(events, LIMITS.lostPerReport))
const dropped = z.object({
  /** Events the SDK gave up because they had become too old, and because its store was full. */
  stale: lost,
  overflow: lost,
})

/** An event of this schema in OpenAPI; anything else is refused event by event. */
const eventOf = (schema: string) => z.unknown().meta({ $ref: `#/components/schemas/${schema}` })

export const exposureBatch = z.object({
  events: z.array(eventOf('Exposure')).default([]),
  renders: z.array(eventOf('Render')).default([]),
  /** For page-hide beacons, which cannot carry an Authorization header. */
  write_key: writeKey.optional(),
  sent_at: timestamp.optional(),
  dropped: dropped.optional(),
})

export const clickBatch = z.object({
  events: z.array(eventOf('Click')),
  write_key: writeKey.optional(),
  sent_at: timestamp.optional(),
  dropped: dropped.optional(),
})

export const conversionBatch = z.object({ events: z.array(eventOf('Conversion')), write_key: writeKey.optional() })

export const rejection = z.object({
  /** Position in the request's list; renders are counted after the events. */
  index: z.number().int(),
  /** The event's own id when it was readable. */
  event_id: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})
export type Rejection = z.infer<typeof rejection>

/** 202: `accepted` events are on disk and will be counted once each. */
export const batchReceipt = z.object({ accepted: z.number().int(), rejected: z.array(rejection) })
export type BatchReceipt = z.infer<typeof batchReceipt>
