import type { Refusal } from './rule.ts'

/** amount_too_large: above what this installation takes for one sale (MAX_AMOUNT). */
export function amountIsBounded(
  event: { readonly order_amount: string; readonly commission_amount: string },
  maxAmount: number,
): Refusal | null {
  for (const field of ['order_amount', 'commission_amount'] as const) {
    if (Number(event[field]) > maxAmount)
      return {
        code: 'amount_too_large',
        message: `${field}: ${event[field]}, this installation takes up to ${maxAmount}`,
      }
  }
  return null
}
