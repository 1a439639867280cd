import type { Refusal } from './rule.ts'

/** amount_too_large: above the limit of this installation for one sale (MAX_AMOUNT). */
export function amountIsBounded(field: string, amount: string, maxAmount: number): Refusal | null {
  if (Number(amount) <= maxAmount) return null
  return { code: 'amount_too_large', message: `${field}: ${amount}, this installation accepts up to ${maxAmount}` }
}
