import type { Refusal } from './rule.ts'

/** currency_not_supported: an installation reports in one currency. */
export function currencyIsOurs(event: { readonly currency: string }, currency: string): Refusal | null {
  if (event.currency === currency) return null
  return {
    code: 'currency_not_supported',
    message: `currency: ${event.currency}, this installation reports in ${currency}`,
  }
}
