import { z } from 'zod'
import { idOrName, label, rankPosition, timestamp, userId, uuid } from './fields.ts'
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
    /** Made once by the sender and kept on every retry; UUIDv7 from our SDK. */
    event_id: uuid,
    merchant_id: idOrName.optional(),
    merchant_ref: idOrName.optional(),
    exposure_unit_id: uuid,
    exposure_type: z.enum(EXPOSURE_TYPES, `expected one of ${EXPOSURE_TYPES.join(', ')}`),
    placement_id: idOrName.optional(),
    placement_key: idOrName.optional(),
    user_id: userId,
    timestamp,
    rank_position: rankPosition.nullish(),
    session_id: uuid,
    is_clickable: z.boolean('expected true or false'),
    algorithm_version: label(64),
    /** One per fetched list: joins the slots that were shown together. */
    render_id: uuid.nullish(),
    package_id: uuid.nullish(),
    /** true: half in view for 1 s, or clicked. false: it was not. null: not measurable (server, push, email). */
    viewable: z.boolean('expected true, false or null').nullish(),
    /** The SDK had to keep the event on the device, which allows 24 h of age. */
    queued: z.boolean().nullish(),
    /** Share of users that send at all; figures are scaled by its reciprocal, so that a slip would count as billions. */
    sample_rate: z
      .number()
      .min(MIN_SAMPLE_RATE, `expected at least ${MIN_SAMPLE_RATE.toFixed(6)}`)
      .max(1, 'expected at most 1')
      .nullish(),
    context: context.nullish(),
  })
  .refine((event) => event.merchant_id !== undefined || event.merchant_ref !== undefined, {
    path: ['merchant_id'],
    message: 'expected merchant_id or merchant_ref',
  })
  .refine((event) => event.placement_id !== undefined || event.placement_key !== undefined, {
    path: ['placement_id'],
    message: 'expected placement_id or placement_key',
  })

export type Exposure = z.infer<typeof exposure>
