import { z } from 'zod'
import { idOrName, label, needsOneOf, rankPosition, timestamp, userId, uuid } from './fields.ts'
import { EXPOSURE_TYPES, LIMITS } from './values.ts'

/** One user in a million. */
const MIN_SAMPLE_RATE = 0.000001

const context = z
  .object({
    platform: label(64).optional(),
    sdk_version: label(64).optional(),
    market: label(64).optional(),
    category: label(128).optional(),
    arm: label(64).optional(),
    consent: label(64).optional(),
  })
  .refine(
    (value) => JSON.stringify(value).length <= LIMITS.contextBytes,
    `expected at most ${LIMITS.contextBytes} bytes`,
  )

/**
 * One brand shown in one slot: a slot of which at least one pixel entered the viewport of a visible tab,
 * once per (`render_id`, slot).
 */
export const exposure = z
  .object({
    /** Created once by the sender and sent unchanged on every retry; our SDK uses UUIDv7. */
    event_id: uuid,
    merchant_id: idOrName.optional(),
    merchant_ref: idOrName.optional(),
    exposure_unit_id: uuid,
    exposure_type: z.enum(EXPOSURE_TYPES, `expected one of ${EXPOSURE_TYPES.join(', ')}`),
    placement_id: idOrName.optional(),
    placement_key: idOrName.optional(),
    user_id: userId,
    /** The UUID that this member had as a visitor. Sent with a member's first events after sign-in, never with a visitor's. */
    visitor_id: uuid.nullish(),
    timestamp,
    rank_position: rankPosition.nullish(),
    session_id: uuid,
    is_clickable: z.boolean('expected true or false'),
    algorithm_version: label(64),
    /** One per fetched list; identifies the slots that were shown together. */
    render_id: uuid.nullish(),
    package_id: uuid.nullish(),
    /** Made by the ranking service: proves that it gave this slot to `package_id`. */
    slot_token: z
      .string()
      .regex(/^[\w.-]{1,160}$/, 'expected the token of the ranking service')
      .nullish(),
    /** true: half in view for 1 s, or clicked. false: it was not. null: not measurable (server, push, email). */
    viewable: z.boolean('expected true, false or null').nullish(),
    /** true when the SDK stored the event on the device; it may then be 24 h old. */
    queued: z.boolean().nullish(),
    /** Share of users that send events. The minimum bounds the reciprocal, by which estimates are scaled. */
    sample_rate: z
      .number()
      .min(MIN_SAMPLE_RATE, `expected at least ${MIN_SAMPLE_RATE.toFixed(6)}`)
      .max(1, 'expected at most 1')
      .nullish(),
    context: context.nullish(),
  })
  .refine(...needsOneOf('merchant_id', 'merchant_ref'))
  .refine(...needsOneOf('placement_id', 'placement_key'))

export type Exposure = z.infer<typeof exposure>
