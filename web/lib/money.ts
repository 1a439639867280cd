import { NO_VALUE } from './formats.ts'

/** Money as integer minor units, and how it is written. */
export interface Currency {
  readonly code: string
  /** Decimal places: 2 for GBP, 0 for JPY. */
  readonly digits: number
}

/** Sums: without decimals from 1,000 up unless `exact`; "–" for no value. */
export function money(minor: number | null, { code, digits }: Currency, exact = false): string {
  if (minor === null) return NO_VALUE
  const value = minor / 10 ** digits
  const places = !exact && Math.abs(value) >= 999.5 ? 0 : digits
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: code,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  })
    .format(value)
    .replace('-', '\u2212')
}
