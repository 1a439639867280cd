import type { Simulation } from '../../lib/endpoints.ts'
import { rateMoney, sumMoney } from '../../lib/formats.ts'

type Meta = Pick<Simulation['meta'], 'currency' | 'minor_digits'>

/** A sum of minor units. */
export function sum(minor: number | null, { currency, minor_digits: digits }: Meta): string {
  return sumMoney(minor === null ? null : minor / 10 ** digits, currency)
}

/** A price per 1,000, in minor units. */
export function price(minor: number | null, { currency, minor_digits: digits }: Meta): string {
  return rateMoney(minor === null ? null : minor / 10 ** digits, currency)
}

/** Decimal places of a currency: 2 for GBP, 0 for JPY. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
