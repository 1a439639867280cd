import { z } from 'zod'
import { idOrName, needsOneOf, timestamp, uuid } from './fields.ts'

const slots = z.number().int('expected a whole number').min(0, 'expected >= 0').max(32_767)

/** One list shown on a screen: how many slots it had and how many were filled. Fill rate = filled / available. */
export const render = z
  .object({
    render_id: uuid,
    placement_id: idOrName.optional(),
    placement_key: idOrName.optional(),
    session_id: uuid,
    timestamp,
    slots_available: slots,
    slots_filled: slots,
    queued: z.boolean().nullish(),
  })
  .refine(...needsOneOf('placement_id', 'placement_key'))
  .refine((event) => event.slots_filled <= event.slots_available, {
    path: ['slots_filled'],
    message: 'expected at most slots_available',
  })

export type Render = z.infer<typeof render>
