import type { Dimensions } from '../dimensions.ts'
import type { Refusal } from './rule.ts'

/** unknown_merchant: neither a merchant_id nor a merchant_ref. Replays itself when the merchant is created. */
export function merchantExists(dimensions: Dimensions, name: string): Refusal | null {
  if (dimensions.merchant(name) !== undefined) return null
  return {
    code: 'unknown_merchant',
    message: `merchant_id: no merchant has this id or merchant_ref`,
    missingName: name,
  }
}
