import { z } from 'zod'
import { amount } from './amount.ts'
import { identifier, idOrName, timestamp, userId, uuid } from './fields.ts'
import { CONVERSION_STATUSES } from './values.ts'

/**
 * One sale, or a later report about it: a status, or other amounts under the same status. A sale is its merchant and its
 * `conversion_id`. It is what its greatest report says, by (`status_at`, order of the statuses, receipt), whatever order
 * reports arrive in; every change is kept. Both amounts zero: the sale was cancelled.
 */
export const conversion = z
  .object({
    /** The network's number of the sale; unique per merchant. */
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
    /** When this status was reached. Left out: the receipt of the report; in the first report the sale's own time. */
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
