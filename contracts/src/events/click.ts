import { z } from 'zod'
import { idOrName, needsOneOf, timestamp, userId, uuid } from './fields.ts'

/**
 * One click on a brand. The SDK and a redirect server may both report it: the same `click_id` counts once, and the exposure
 * and placement are taken from the report that has them.
 */
export const click = z
  .object({
    click_id: uuid,
    exposure_event_id: uuid.nullish(),
    placement_id: idOrName.nullish(),
    placement_key: idOrName.nullish(),
    merchant_id: idOrName.optional(),
    merchant_ref: idOrName.optional(),
    user_id: userId,
    /** The UUID that this member had as a visitor. Sent with a member's first events after sign-in, never with a visitor's. */
    visitor_id: uuid.nullish(),
    session_id: uuid,
    timestamp,
    queued: z.boolean().nullish(),
  })
  .refine(...needsOneOf('merchant_id', 'merchant_ref'))

export type Click = z.infer<typeof click>
