import { z } from 'zod'
import { LARGEST_AMOUNT, PLACES } from '../money.ts'
import { looksPersonal } from './personal.ts'

// Reads amounts as programs write them. Money must be exact, so an amount must be a decimal of at most four places, in any
// notation. Only the tail of a binary fraction (0.1 + 0.2) is corrected.

/** Most digits before the decimal point. */
const WHOLE_DIGITS = 13
/** A double holds 15 to 17 significant digits; a tail is the digits after the fifteenth. */
const SURE_DIGITS = 15
/** An amount with this many zeros after the point counts as 0: a billionth of the smallest stored unit. */
const RESIDUE_ZEROS = 12
/** Longest text quoted in a message. */
const MAX_QUOTED = 8

/**
 * Money in units of its currency: a number or a decimal string from 0 to 1,000,000,000,000 with at most 4 places. The
 * result is a plain decimal without exponent, sign or trailing zeros.
 */
export const amount = z
  .union([z.number(), z.string()], 'expected an amount such as 12.34')
  .meta({
    description: 'Units of the currency, 0 to 1000000000000 with at most 4 decimal places; text keeps every digit',
    examples: ['12.34'],
  })
  .transform((value, context) => {
    const decimal = exactDecimal(String(value))
    if (decimal !== null) return decimal
    context.addIssue({
      code: 'custom',
      message: `expected an amount from 0 to 1000000000000 with at most 4 decimal places, such as 12.34${gotOf(value)}`,
    })
    return z.NEVER
  })

/** `text` as a plain decimal of at most 4 places; null when it is not an exact amount. */
export function exactDecimal(text: string): string | null {
  const match = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:e([+-]?\d{1,3}))?$/i.exec(text)
  if (match === null) return null
  const [, minus, whole, fraction = '', exponent = '0'] = match
  const digits = withoutTail(shifted(whole!, fraction, Number(exponent)))
  if (digits === null || (minus === '-' && digits !== '0')) return null
  return digits
}

interface Digits {
  readonly whole: string
  readonly fraction: string
}

function shifted(whole: string, fraction: string, exponent: number): Digits {
  const all = `${'0'.repeat(Math.max(0, -exponent))}${whole}${fraction}${'0'.repeat(Math.max(0, exponent))}`
  const point = all.length - fraction.length - Math.max(0, exponent) + exponent
  const digits = all.slice(0, Math.max(0, point))
  return { whole: digits.replace(/^0+(?=\d)/, '') || '0', fraction: all.slice(Math.max(0, point)).replace(/0+$/, '') }
}

function withoutTail({ whole, fraction }: Digits): string | null {
  if (whole.length > WHOLE_DIGITS) return null
  if (fraction.length <= PLACES) return within(whole, fraction)
  return isTail(whole, fraction) ? rounded(whole, fraction) : null
}

/** true when the digits from the fourth place to the fifteenth significant digit are all zeros or all nines. */
function isTail(whole: string, fraction: string): boolean {
  const significant = whole === '0' ? fraction.replace(/^0+/, '').length : whole.length + fraction.length
  // Subtracting equal sums leaves such a value: 5.551115123125783e-17.
  if (whole === '0' && fraction.length - significant >= RESIDUE_ZEROS) return true
  if (significant < SURE_DIGITS) return false
  const sure = fraction.slice(PLACES, fraction.length - (significant - SURE_DIGITS))
  return sure === '' ? whole.length + PLACES >= SURE_DIGITS : /^(?:0+|9+)$/.test(sure)
}

function rounded(whole: string, fraction: string): string | null {
  const scaled = BigInt(whole + fraction.slice(0, PLACES)) + (fraction[PLACES]! >= '5' ? 1n : 0n)
  const text = scaled.toString().padStart(PLACES + 1, '0')
  return within(text.slice(0, -PLACES), text.slice(-PLACES).replace(/0+$/, ''))
}

function within(whole: string, fraction: string): string | null {
  if (BigInt(whole + fraction.padEnd(PLACES, '0')) > LARGEST_AMOUNT) return null
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** The received value, if it is short or a number. Other text may be personal. */
function gotOf(value: string | number): string {
  const text = String(value)
  const isShown = (text.length <= MAX_QUOTED || /^[-+\d.,e]{1,40}$/i.test(text)) && !looksPersonal(text)
  return isShown ? `; got ${typeof value === 'string' ? JSON.stringify(text) : text}` : ''
}
