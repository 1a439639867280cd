import { z } from 'zod'
import { idOrName, timestamp, userId, uuid } from './fields.ts'

/** One click on a brand. The SDK and a redirect server may both report it: the same `click_id` counts once. */
export const click = z
  .object({
    click_id: uuid,
    exposure_event_id: uuid.nullish(),
    placement_id: idOrName.nullish(),
    placement_key: idOrName.nullish(),
    merchant_id: idOrName.optional(),
    merchant_ref: idOrName.optional(),
    user_id: userId,
    session_id: uuid,
    timestamp,
    queued: z.boolean().nullish(),
  })
  .refine((event) => event.merchant_id !== undefined || event.merchant_ref !== undefined, {
    path: ['merchant_id'],
    message: 'expected merchant_id or merchant_ref',
  })

export type Click = z.infer<typeof click>
