import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { key, name, newId } from './common.ts'

/** A merchant as staff enter it. */
export const newMerchant = z.object({
  merchant_id: newId.optional(),
  merchant_ref: key.nullish(),
  merchant_name: name,
  category: shortText(120).nullish(),
})

/** One merchant of a bulk upload, identified by its reference. */
export const merchantEntry = newMerchant.extend({ merchant_ref: key })
export type MerchantEntry = z.output<typeof merchantEntry>

/** Limits of one request. */
export const MAX_MERCHANT_ENTRIES = 5000
