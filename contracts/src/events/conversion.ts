import { z } from 'zod'
import { amount } from './amount.ts'
import { identifier, idOrName, timestamp, userId, uuid } from './fields.ts'
import { CONVERSION_STATUSES } from './values.ts'

/**
 * One sale, or a later status of it. The same `conversion_id` updates the sale when
 * (`status_at`, order of the statuses) is greater than what is stored; every change is kept.
 */
export const conversion = z
  .object({
    conversion_id: identifier(128),
    click_id: uuid.nullish(),
    merchant_id: idOrName.optional(),
    merchant_ref: idOrName.optional(),
    user_id: userId.nullish(),
    timestamp,
    order_amount: amount,
    commission_amount: amount,
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as GBP'),
    status: z.enum(CONVERSION_STATUSES, `expected one of ${CONVERSION_STATUSES.join(', ')}`),
    /** When this status was reached; the sale's own time when left out. */
    status_at: timestamp.nullish(),
  })
  .refine((event) => event.merchant_id !== undefined || event.merchant_ref !== undefined, {
    path: ['merchant_id'],
    message: 'expected merchant_id or merchant_ref',
  })
  .refine((event) => event.user_id != null || event.click_id != null, {
    path: ['user_id'],
    message: 'expected user_id, click_id or both',
  })

export type Conversion = z.infer<typeof conversion>
