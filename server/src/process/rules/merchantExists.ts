import type { Dimensions } from '../dimensions.ts'
import type { RowRefusal } from './rule.ts'

/** unknown_merchant: neither a merchant_id nor a merchant_ref. Replayed automatically when the merchant is created. */
export function merchantExists(dimensions: Dimensions, name: string): RowRefusal | null {
  if (dimensions.merchant(name) !== undefined) return null
  return {
    code: 'unknown_merchant',
    message: `merchant_id: no merchant has this id or merchant_ref`,
    missingName: name,
  }
}
