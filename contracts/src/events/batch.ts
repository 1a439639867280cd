import { z } from 'zod'
import { timestamp } from './fields.ts'
import { LIMITS } from './values.ts'

// The envelope of the three batch endpoints. Events are validated one by one: a bad event is rejected with its index, and
// the others are kept. Here they are `unknown`.

const writeKey = z.string().min(1).max(256)
/** Numbers above the maximum are reduced to it, so that the events of the same request are not rejected. */
const lost = z
  .number()
  .int()
  .min(0)
  .default(0)
  .transform((events) => Math.min(events, LIMITS.lostPerReport))
const dropped = z.object({
  /** Events that the SDK discarded because they were too old, or because its store was full. */
  stale: lost,
  overflow: lost,
})

/** Described as an event of this schema in OpenAPI; each event is validated separately. */
const eventOf = (schema: string) => z.unknown().meta({ $ref: `#/components/schemas/${schema}` })

export const exposureBatch = z
  .object({
    events: z.array(eventOf('Exposure')).optional(),
    renders: z.array(eventOf('Render')).optional(),
    /** For page-hide beacons, which cannot send an Authorization header. */
    write_key: writeKey.optional(),
    sent_at: timestamp.optional(),
    dropped: dropped.optional(),
  })
  .refine(({ events, renders, dropped: lost }) => events !== undefined || renders !== undefined || lost !== undefined, {
    path: ['events'],
    message: 'missing: send events, renders or dropped',
  })

export const clickBatch = z
  .object({
    events: z.array(eventOf('Click')).optional(),
    write_key: writeKey.optional(),
    sent_at: timestamp.optional(),
    dropped: dropped.optional(),
  })
  .refine(({ events, dropped: lost }) => events !== undefined || lost !== undefined, {
    path: ['events'],
    message: 'missing: send events or dropped',
  })

export const conversionBatch = z.object({
  events: z.array(eventOf('Conversion'), 'missing: send events'),
  write_key: writeKey.optional(),
})

export const rejection = z.object({
  /** Position in the request's list; renders are counted after the events. */
  index: z.number().int(),
  /** The id of the event, if readable. */
  event_id: z.string().nullable(),
  code: z.string(),
  /** All faults of the event, in words. */
  message: z.string(),
})
export type Rejection = z.infer<typeof rejection>

export const ignoredField = z.object({
  /** An unknown field. Its value is discarded; the event counts without it. */
  field: z.string(),
  /** Number of events with this field; 1 for a field of the request itself. */
  events: z.number().int(),
  /** The known field whose name differs by at most two letters. */
  did_you_mean: z.string().optional(),
})
export type IgnoredField = z.infer<typeof ignoredField>

/** 202: `accepted` events are on disk and will be counted once each. */
export const batchReceipt = z.object({
  accepted: z.number().int(),
  rejected: z.array(rejection),
  /** At most 20 unknown fields; omitted when there are none. */
  ignored: z.array(ignoredField).optional(),
})
export type BatchReceipt = z.infer<typeof batchReceipt>
