import { z } from 'zod'
import { holdsCardNumber, looksPersonal } from './personal.ts'

// Field types shared by several events. Messages say what was expected; the event validator prepends the name of the field.

/** A UUID of any version, because ids come from many systems. Lower-cased, so that equal ids compare equal. */
export const uuid = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'expected a UUID')
  .meta({ format: 'uuid' })

/** The app's user id as the SDK sends it: a UUID, or the SHA-256 (64 hex digits) of the app's own id. */
export const userId = z
  .string()
  .regex(
    /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64})$/i,
    'expected a UUID or 64 hex digits (SHA-256 of the user id)',
  )

/**
 * An identifier of another system: an order, a merchant, a placement. Plain numbers are accepted, even as long as a phone
 * number; card numbers are not.
 */
export const identifier = (max: number) =>
  z
    .string()
    .min(1, 'expected an id or a name')
    .max(max, `expected at most ${max} characters`)
    .regex(/^[\p{L}\p{M}0-9_.:/#=-]*$/u, 'Use letters, digits and _ . : / # = -')
    .refine((text) => !holdsCardNumber(text), 'expected no card number')

/** A UUID, or the app's own name for the same thing (`merchant_ref`, `placement_key`). */
export const idOrName = identifier(128)

/** A name for people: a market, a category, a version of the ranker. */
export const label = (max: number) =>
  z
    .string()
    .max(max, `expected at most ${max} characters`)
    .regex(/^[\p{L}\p{M}0-9 _.:/#=&,'’()+-]*$/u, "Use letters, digits, spaces and _ . : / # = & , ' ( ) + -")
    .refine((text) => !looksPersonal(text), 'expected no e-mail address, phone number or card number')

/**
 * Checks that an event has at least one of two fields. It also runs when other fields are invalid, so that the sender gets
 * all faults at once.
 */
export function needsOneOf(a: string, b: string): [check: (event: Fields) => boolean, how: CheckOptions] {
  return [
    (event) => event[a] != null || event[b] != null,
    { path: [a], message: `${a} or ${b} is missing`, when: ({ value }) => isObject(value) },
  ]
}

type Fields = Readonly<Record<string, unknown>>
interface CheckOptions {
  path: string[]
  message: string
  when: (payload: { readonly value: unknown }) => boolean
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** ISO 8601 with a time zone; stored as milliseconds since the epoch. Days and times that do not exist are rejected. */
export const timestamp = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/i,
    'expected an ISO 8601 time with a zone, such as 2026-11-22T14:32:05.123Z',
  )
  .meta({ format: 'date-time' })
  .refine(isOnCalendar, 'expected a day and a time that exist')
  .transform((text) => Date.parse(text))
  .refine((ms) => Number.isFinite(ms), 'expected a time that exists')

// Date.parse reads 30 February as 2 March, and 24:00 as the next day.
function isOnCalendar(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)].map(Number) as [
    number,
    number,
    number,
  ]
  const midnight = new Date(0)
  midnight.setUTCFullYear(year, month - 1, day)
  return midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day && Number(text.slice(11, 13)) < 24
}

export const shortText = (max: number) =>
  z
    .string()
    .max(max, `expected at most ${max} characters`)
    .refine(withoutControlCharacters, 'expected text without control characters')
    // PostgreSQL's jsonb rejects half of a surrogate pair.
    .refine((text) => text.isWellFormed(), 'expected surrogates in pairs')

const MAX_RANK = 32_767

/** Position in the list, counted from 0. */
export const rankPosition = z.number().int('expected a whole number').min(0, 'expected >= 0').max(MAX_RANK)

// PostgreSQL's text rejects NUL; the other control characters break CSV and logs.
function withoutControlCharacters(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 32) return false
  return true
}
