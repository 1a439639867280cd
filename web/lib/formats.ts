import { parseMoney } from '@bx/contracts/money'
import { showMoney, showRate } from '@bx/contracts/showMoney'
import { MONTHS, WEEKDAYS } from './strings.ts'

// Numbers and dates as people read them. Minus is U+2212; null is an en dash.

export const NO_VALUE = '–'
const MINUS = '\u2212'
const THIN_RANGE = ' – '

// Creating a format costs a thousand times more than using it, so each is created once.
const numberFormats = new Map<string, Intl.NumberFormat>()
const timeFormats = new Map<string, Intl.DateTimeFormat>()

/** Full count, grouped: 1,284,524. */
export function count(value: number | null): string {
  return value === null ? NO_VALUE : signed(numbers(0).format(Math.round(value)))
}

/** Short count: full below 10,000, then three digits: 16.8k, 1.28M. */
export function shortCount(value: number | null): string {
  if (value === null) return NO_VALUE
  if (Math.abs(value) < 10_000) return count(value)
  const [divisor, unit] = Math.abs(value) < 999_500 ? [1e3, 'k'] : [1e6, 'M']
  const scaled = value / divisor
  const places = Math.abs(scaled) >= 99.95 ? (Math.abs(scaled) >= 999.5 ? 0 : 1) : Math.abs(scaled) >= 9.995 ? 1 : 2
  return signed(`${scaled.toFixed(places)}${unit}`)
}

/** A ratio 0..1 as a percentage. */
export function ratio(value: number | null, places = 1): string {
  return value === null ? NO_VALUE : percentage(value * 100, places)
}

/** A value that is already a percentage. */
export function percentage(value: number | null, places = 0): string {
  if (value === null) return NO_VALUE
  return signed(`${numbers(places).format(value)}%`)
}

/** Averages (frequency, rank, slots): one decimal. */
export function average(value: number | null): string {
  return value === null ? NO_VALUE : signed(value.toFixed(1))
}

/** Sales: whole numbers without decimals, fractional credit with one. */
export function credit(value: number | null): string {
  if (value === null || Number.isInteger(value)) return count(value)
  return signed(numbers(1).format(value))
}

/** CVR per impression: three decimals below 1 %, else two. */
export function smallPercentage(value: number | null): string {
  return percentage(value, value !== null && value < 1 ? 3 : 2)
}

/** Money per 1,000 (RPM, CPM) from wire format: the decimals of its currency, more for small rates. */
export function rateMoney(sent: string | null, currency: string): string {
  return sent === null ? NO_VALUE : showRate(parseMoney(sent), currency)
}

/** Sums of money from wire format: the decimals of their currency. */
export function sumMoney(sent: string | null, currency: string): string {
  return sent === null ? NO_VALUE : showMoney(parseMoney(sent), currency)
}

/** `2026-11-22` as "22 Nov 2026". Days are calendar days, independent of a time zone. */
export function date(day: string, withYear = true): string {
  const [year, month, ofMonth] = day.split('-').map(Number) as [number, number, number]
  return `${ofMonth} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ''}`
}

/** "16 – 22 Nov 2026": month and year once. */
export function dateRange(start: string, end: string, withYear = true): string {
  if (start === end) return date(start, withYear)
  const sameYear = start.slice(0, 4) === end.slice(0, 4)
  const sameMonth = start.slice(0, 7) === end.slice(0, 7)
  const from = sameMonth ? String(Number(start.slice(8))) : date(start, withYear && !sameYear)
  return `${from}${THIN_RANGE}${date(end, withYear)}`
}

/** "Mon 16", for axes of up to two weeks; "2 Nov" beyond. */
export function axisDay(day: string, days: number): string {
  if (days > 14) return date(day, false)
  return `${weekday(day)} ${Number(day.slice(8))}`
}

export function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!
}

/** Time of an instant in a zone: "14:32", or "14:32:05" for freshness. */
export function time(instant: string, timeZone: string, withSeconds = false): string {
  return times(timeZone, withSeconds).format(new Date(instant))
}

/** The calendar day of an instant in a zone. */
export function dayIn(timeZone: string, instant: string | number): string {
  return once(
    timeFormats,
    `day ${timeZone}`,
    () => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }),
  ).format(new Date(instant))
}

/** "Europe/London" as "London". */
export function zoneName(timeZone: string): string {
  return timeZone.split('/').at(-1)!.replaceAll('_', ' ')
}

function numbers(places: number): Intl.NumberFormat {
  return once(numberFormats, String(places), () => {
    return new Intl.NumberFormat('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places })
  })
}

function times(timeZone: string, withSeconds: boolean): Intl.DateTimeFormat {
  return once(timeFormats, `${timeZone} ${withSeconds}`, () => {
    const seconds = withSeconds ? ({ second: '2-digit' } as const) : {}
    return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', ...seconds })
  })
}

function once<Format>(made: Map<string, Format>, key: string, make: () => Format): Format {
  const format = made.get(key) ?? make()
  made.set(key, format)
  return format
}

function signed(text: string): string {
  return text.replace(/^-/, MINUS)
}
