import { decimalsOf } from './currencies.ts'
import { type Money, moneyText, PLACES, roundMoney, unitsOf } from './money.ts'

// Money as people read it, on screens and in messages: £1,284.50, ¥1,250, KWD 1.250. It is rounded: do not calculate with it.

/** Sums have the decimals of their currency. */
export function showMoney(value: Money, currency: string): string {
  return written(value, currency, decimalsOf(currency))
}

/** Money per 1,000: one more decimal below 100 of the smallest unit, two more below 10, so that three digits remain. */
export function showRate(value: Money, currency: string): string {
  const decimals = decimalsOf(currency)
  const smallest = Math.abs(unitsOf(value)) * 10 ** decimals
  const more = value === 0n || smallest >= 100 ? 0 : smallest >= 10 ? 1 : 2
  return written(value, currency, Math.min(PLACES, decimals + more))
}

/**
 * Money on an axis: three digits from 10,000 units (£16.8k), no decimals from 100, else the decimals of the currency.
 * @param units as drawn: a number
 */
export function showTick(units: number, currency: string): string {
  const size = Math.abs(units)
  if (size < 10_000) return format(currency, size < 100 && units !== 0 ? decimalsOf(currency) : 0).format(units)
  const [divisor, name] = SHORT.find(([least]) => size >= least * 0.9995)!
  const scaled = units / divisor
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(Number(scaled.toPrecision(3))))))
  return `${format(currency, places)
    .format(scaled)
    .replace(/\.?0+$/, '')}${name}`
}

const SHORT = [
  [1e12, 'tn'],
  [1e9, 'bn'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

// Creating a format costs a thousand times more than using it, so each is created once.
const formats = new Map<string, Intl.NumberFormat>()

function written(value: Money, currency: string, places: number): string {
  // Formatted from text, because a number loses digits beyond the fifteenth.
  const exact = moneyText(roundMoney(value, places), currency) as `${number}`
  return format(currency, places).format(exact).replace(/^-/, '\u2212')
}

function format(currency: string, places: number): Intl.NumberFormat {
  const name = `${currency} ${places}`
  // An installation has one currency, so the short sign is clear (¥, not JP¥).
  const style = { style: 'currency', currencyDisplay: 'narrowSymbol' } as const
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
  const made = formats.get(name) ?? new Intl.NumberFormat('en-GB', { ...style, currency, ...digits })
  formats.set(name, made)
  return made
}
