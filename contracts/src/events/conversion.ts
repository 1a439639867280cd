import { z } from 'zod'
import { amount } from './amount.ts'
import { identifier, idOrName, needsOneOf, timestamp, userId, uuid } from './fields.ts'
import { CONVERSION_STATUSES } from './values.ts'

/**
 * One sale, or a later report about it: a new status, or new amounts under the same status. A sale is identified by merchant
 * and `conversion_id`. The report with the greatest (`status_at`, order of the statuses, receipt) determines its state, in
 * any order of arrival; every change is stored. Both amounts zero means that the sale was cancelled.
 */
export const conversion = z
  .object({
    /** The affiliate network's id of the sale; unique per merchant. */
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
    /** When this status was reached. Default: the receipt of the report; in the first report, the time of the sale. */
    status_at: timestamp.nullish(),
  })
  .refine(...needsOneOf('merchant_id', 'merchant_ref'))
  .refine(...needsOneOf('user_id', 'click_id'))

export type Conversion = z.infer<typeof conversion>
