import { z } from 'zod'
import { shortText, uuid } from '../events/fields.ts'
import { key, name } from './common.ts'

/** A merchant as staff give it. */
export const newMerchant = z.object({
  merchant_id: uuid.optional(),
  merchant_ref: key.nullish(),
  merchant_name: name,
  category: shortText(120).nullish(),
})

/** One of many: found again by its reference. */
export const merchantEntry = newMerchant.extend({ merchant_ref: key })
export type MerchantEntry = z.output<typeof merchantEntry>

/** What one request may hold. */
export const MAX_MERCHANT_ENTRIES = 5000
