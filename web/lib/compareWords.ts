import type { ReportMeta } from './endpoints.ts'
import { type Change, change, count, dateRange, NO_VALUE, pointChange } from './formats.ts'

// Describes in words which days a change covers. Counts are cut at the same hour. Reach and figures derived from it use whole
// days only, so their change covers other days than the value above, and must say so.

export const NOT_COMPARED: Change = { text: NO_VALUE, direction: null }
export const UNCLEAR: Change = { text: 'No clear change', direction: 'none' }

/**
 * Relative change of a count of events. A difference within noise (95 %, Poisson: 1.96 times the root of the sum of both
 * counts) is no clear change.
 */
export function countChange(now: number | null, before: number | null): Change {
  const isNoise = now !== null && before !== null && Math.abs(now - before) <= 1.96 * Math.sqrt(now + before)
  return isNoise && now !== before ? UNCLEAR : change(now, before)
}

/** "over 6 full days" if the range has an unfinished day; '' if the compared days are the range. */
export function overFullDays({ compare, unfinished_day }: ReportMeta): string {
  const days = compare?.reach_days
  if (!days || unfinished_day === null) return ''
  const length = Math.round((Date.parse(days.end) - Date.parse(days.start)) / 86_400_000) + 1
  return `over ${length} full day${length === 1 ? '' : 's'}`
}

/** The text after a change: the old value, or the compared days if they differ from the range. */
export function fromWords(meta: ReportMeta, before: string | null): string {
  return overFullDays(meta) || (before === null ? '' : `from ${before}`)
}

/** "9 of 11 days before have data": why a requested comparison is missing; else null. */
export function notComparedWords({ not_compared: not }: ReportMeta): string | null {
  if (not === null) return null
  return `${count(not.days_with_data)} of ${count(not.days)} days before ${not.days_with_data === 1 ? 'has' : 'have'} data`
}

interface Compared {
  readonly unique_users: number | null
  readonly unique_users_before: number | null
  readonly unique_users_clear: boolean | null
  readonly frequency: number | null
  readonly frequency_before: number | null
}

export function reachChange(compared: Compared | null): Change {
  if (compared === null || compared.unique_users === null) return NOT_COMPARED
  return compared.unique_users_clear === false ? UNCLEAR : change(compared.unique_users, compared.unique_users_before)
}

interface ReachRange {
  readonly unique_users: number
  readonly unique_users_low: number
  readonly unique_users_high: number
}

/** Frequency has the uncertainty of the reach in its denominator, in both periods. */
export function frequencyChange(compared: Compared | null, reach: ReachRange): Change {
  if (compared === null || compared.frequency === null || compared.frequency_before === null) return NOT_COMPARED
  const margin =
    reach.unique_users > 0 ? (reach.unique_users_high - reach.unique_users_low) / 2 / reach.unique_users : 0
  const relative = Math.abs(compared.frequency / compared.frequency_before - 1)
  return relative < margin * Math.sqrt(2) ? UNCLEAR : change(compared.frequency, compared.frequency_before)
}

/** Change of a percentage. */
export function shareChange(now: number | null, before: number | null): Change {
  return pointChange(now === null ? null : now / 100, before === null ? null : before / 100)
}

/** "381,600 on 9 – 15 Nov 2026, against 412,860 here; both up to 14:00 of the last day". */
export function beforeFact(
  meta: ReportMeta,
  values: { readonly now: string; readonly before: string },
  wholeDays: boolean,
): string {
  const { compare } = meta
  if (compare === null) return NO_VALUE
  const days = (wholeDays && compare.reach_days_before) || compare
  const start = `${values.before} on ${dateRange(days.start, days.end)}, against ${values.now} here`
  const full = overFullDays(meta)
  if (wholeDays) return full === '' ? start : `${start}, both ${full}: today is not over`
  return compare.cut_at_hour === null
    ? start
    : `${start}, both up to ${String(compare.cut_at_hour).padStart(2, '0')}:00 of the last day`
}

/** "2.0 pts more", "5.0% fewer" for sentences. */
export function moreOrLess({ text, direction }: Change): string | null {
  if (direction !== 'up' && direction !== 'down') return null
  return `${text.replace(/^[+\u2212]/, '')} ${direction === 'up' ? 'more' : 'less'}`
}

export function people(n: number): string {
  return `${count(n)} ${n === 1 ? 'person' : 'people'}`
}
