import { decimalsOf } from './currencies.ts'

// Money from the wire to the screen (decision 0027). An installation has one currency, named once per answer
// (`meta.currency`). An amount is a whole number of ten-thousandths of its unit; only displayed amounts are rounded.

/** Exact money, ten-thousandths of the currency's unit. A bigint neither overflows nor mixes with counts. */
export type Money = bigint

/** Decimal places stored and sent. */
export const PLACES = 4
/** One unit of a currency. */
export const UNIT: Money = 10n ** BigInt(PLACES)
/** Largest amount of one sale, budget or threshold: 10^12 units, which a currency such as IDR or VND needs. */
export const LARGEST_AMOUNT: Money = 10n ** 12n * UNIT

const MONEY_TEXT = /^(-?)(\d+)(?:\.(\d{1,4}))?$/

/** Reads money from the wire: a plain decimal of at most 4 places. Throws on anything else. */
export function parseMoney(text: string): Money {
  const match = MONEY_TEXT.exec(text)
  if (match === null) throw new RangeError(`Expected money such as 12.34, got ${JSON.stringify(text.slice(0, 40))}`)
  const [, minus, whole, fraction = ''] = match
  const value = BigInt(whole! + fraction.padEnd(PLACES, '0'))
  return minus === '-' ? -value : value
}

/**
 * Exact money for the wire and for files: the decimals of the currency, and more (up to 4) only if the amount has them, as
 * shares of a sale do. GBP 12.50, JPY 1250, KWD 1.250, a third of a pound 0.3333.
 */
export function moneyText(value: Money, currency: string): string {
  const text = decimalText(value)
  const least = text.length - PLACES + decimalsOf(currency)
  return (text.slice(0, least) + text.slice(least).replace(/0+$/, '')).replace(/\.$/, '')
}

/** The sum, without an upper limit. */
export function addMoney(values: Iterable<Money>): Money {
  let sum = 0n
  for (const value of values) sum += value
  return sum
}

/** Money per 1,000 of a count (RPM, CPM), rounded to the stored places; null when the count is 0. */
export function perThousand(value: Money, count: number): Money | null {
  return count > 0 ? dividedHalfAway(value * 1000n, BigInt(count)) : null
}

/** Rounded to `places` decimals, half away from zero, as everywhere. */
export function roundMoney(value: Money, places: number): Money {
  const step = 10n ** BigInt(Math.max(0, PLACES - places))
  return dividedHalfAway(value, step) * step
}

/** An estimate, rounded to the currency's smallest unit because it is not accurate to ten-thousandths. */
export function estimatedMoney(tenThousandths: number, currency: string): Money {
  return roundMoney(BigInt(Math.round(tenThousandths)), decimalsOf(currency))
}

/** Units of the currency as a number, for charts and sorting only: it is not exact beyond 15 digits. */
export function unitsOf(value: Money): number {
  return Number(decimalText(value))
}

/** Text with all 4 places. */
function decimalText(value: Money): string {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`
}

function dividedHalfAway(value: bigint, by: bigint): bigint {
  const size = value < 0n ? -value : value
  const rounded = (2n * size + by) / (2n * by)
  return value < 0n ? -rounded : rounded
}
