import { type Change, countChange } from '@bx/contracts/metrics/change'
import type { ReportMeta } from './endpoints.ts'
import { count, dateRange, NO_VALUE, percentage } from './formats.ts'
import { texts } from './strings.ts'

// Describes changes in words: how much, compared with what, and whether chance alone explains it. The two values that were
// compared are always named, because they may cover fewer days or hours than the figure itself.

/** How a compared value is written. */
type Format = (value: number | null) => string

/** A figure of both periods with its change, as answers contain it. */
export interface Compared {
  readonly now: number | null
  readonly before: number | null
  readonly change: Change | null
}

type Fields<Name extends string> = Readonly<
  Record<Name, number | null> & Record<`${Name}_before`, number | null> & Record<`${Name}_change`, Change | null>
>

/** One figure of a comparison, by its name on the wire. */
export function comparedOf<Name extends string>(comparison: Fields<Name> | null, name: Name): Compared {
  if (comparison === null) return NOTHING_COMPARED
  const fields: Readonly<Record<string, unknown>> = comparison
  return {
    now: fields[name] as number | null,
    before: fields[`${name}_before`] as number | null,
    change: fields[`${name}_change`] as Change | null,
  }
}

export const NOTHING_COMPARED: Compared = { now: null, before: null, change: null }

/** The change of a figure that has no comparison. */
export const NOT_COMPARED: Change | null = null

/** The text of a change that rounds to nothing. */
export const NO_CHANGE = texts.noChange

/** "+5.0%", "−0.2 pts", "×12" above +999 %, "New" from nothing, "No change". */
export function changeText(change: Change | null): string {
  if (change === null) return NO_VALUE
  if (change.value === null) return texts.new
  if (change.kind === 'points') return signed(change.value, texts.pts)
  if (change.value > 9.99) return `×${Math.round(change.value + 1)}`
  return signed(change.value * 100, '%')
}

/** The change of a count with its noise, for rows of charts: "−20.0% (within noise)". */
export function countChangeText(now: number | null, before: number | null): string {
  if (now === null || before === null) return NO_VALUE
  const change = countChange(Math.round(now), Math.round(before))
  const text = changeText(change)
  return change.within_noise && text !== NO_CHANGE ? texts.withinNoise(text) : text
}

function signed(value: number, unit: string): string {
  const text = value.toFixed(Math.abs(value) < 0.1 && value !== 0 ? 2 : 1)
  if (Number(text) === 0) return NO_CHANGE
  return `${value > 0 ? '+' : MINUS}${text.replace('-', '')}${unit}`
}

const MINUS = '\u2212'

/** "95% sure: −4.1% to +7.2%. This range includes no change." */
export function noiseWords(change: Change | null): string {
  if (change === null) return ''
  const { kind, low, high, within_noise: isNoise } = change
  const bound = (value: number) => (kind === 'points' ? signedBound(value, texts.pts) : signedBound(value * 100, '%'))
  const range =
    low === null && high === null
      ? texts.tooFewEvents
      : high === null
        ? texts.sureOrMore95(bound(low!))
        : texts.sureTo95(bound(low!), bound(high))
  return isNoise ? texts.chanceAloneExplainsThisChange(range) : `${range}.`
}

function signedBound(value: number, unit: string): string {
  const text = Math.abs(value).toFixed(Math.abs(value) < 0.1 ? 2 : 1)
  return `${Number(text) === 0 ? '' : value > 0 ? '+' : MINUS}${text}${unit}`
}

/** "over 6 full days" if the range has an unfinished day; '' if the compared days are the range. */
export function overFullDays({ compare, unfinished_day }: ReportMeta): string {
  const days = compare?.reach_days
  if (!days || unfinished_day === null) return ''
  const length = Math.round((Date.parse(days.end) - Date.parse(days.start)) / 86_400_000) + 1
  return texts.overFullDays(length, length === 1)
}

/** "to 02:00" if both values are cut at that hour of the last day; else ''. */
export function upToHour({ compare }: ReportMeta): string {
  return compare === null || compare.cut_at_hour === null ? '' : texts.to(clockHour(compare.cut_at_hour))
}

function clockHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** Which part of the range a figure compares: hours cut at the same moment, or whole days. */
export type Cut = 'hours' | 'days'

/** The compared values after a change: "100.7k to 02:00, was 98.9k", or "was 98.9k" where the figure itself was compared. */
export function comparedWords(meta: ReportMeta, { now, before, change }: Compared, format: Format, cut: Cut): string {
  if (change === null || before === null) return ''
  const where = cut === 'hours' ? upToHour(meta) : overFullDays(meta)
  const was = texts.was(format(before))
  return where === '' ? was : `${format(now)} ${where}, ${was}`
}

/** "9 of 11 days before have data": why a requested comparison is missing; else null. */
export function notComparedWords({ not_compared: not }: ReportMeta): string | null {
  if (not === null) return null
  return texts.ofDaysBeforeHaveData(count(not.days_with_data), count(not.days), not.days_with_data === 1)
}

/** The compared period by its dates, with years if these differ: "17 – 23 Nov", "25 Nov – 1 Dec 2025". */
export function periodNames({ start, end, compare }: ReportMeta): {
  readonly now: string
  readonly before: string | null
} {
  const years = new Set(
    [start, end, ...(compare === null ? [] : [compare.start, compare.end])].map((day) => day.slice(0, 4)),
  )
  const withYear = years.size > 1
  return {
    now: dateRange(start, end, withYear),
    before: compare && dateRange(compare.start, compare.end, withYear),
  }
}

/** The same, of the days that `cut` compares. */
function comparedDays(meta: ReportMeta, cut: Cut): readonly [now: string, before: string] | null {
  const { compare } = meta
  if (compare === null) return null
  const [here, before] =
    cut === 'days' && compare.reach_days !== null && compare.reach_days_before !== null
      ? [compare.reach_days, compare.reach_days_before]
      : [meta, compare]
  const names = periodNames({ ...meta, ...pick(here), compare: { ...compare, ...pick(before) } })
  return [names.now, names.before!]
}

function pick({ start, end }: { readonly start: string; readonly end: string }) {
  return { start, end }
}

/** Both values with their days: "100,740 on 24 – 30 Nov, 98,900 on 17 – 23 Nov; both counted up to 02:00". */
export function valuesFact(meta: ReportMeta, { now, before }: Compared, format: Format, cut: Cut): string {
  const days = comparedDays(meta, cut)
  if (days === null || before === null) return NO_VALUE
  const values = texts.onOn(format(now), days[0], format(before), days[1])
  if (cut === 'days') {
    const full = overFullDays(meta)
    return full === '' ? values : texts.bothTodayIsExcluded(values, full)
  }
  const hour = upToHour(meta)
  return hour === '' ? values : texts.bothCountedUp(values, hour.slice(3))
}

/** "up 5.0% on 17 – 23 Nov (100.7k to 02:00, was 98.9k)", for sentences; null if nothing was compared. */
export function changeSentence(meta: ReportMeta, compared: Compared, format: Format, cut: Cut): string | null {
  const { change } = compared
  const days = comparedDays(meta, cut)
  if (change === null || days === null) return null
  const values = comparedWords(meta, compared, format, cut)
  const text = changeText(change)
  if (change.value === null) return texts.fromNothingOn(format(compared.now), days[1])
  const amount = text.replace(/^[+\u2212]/, '')
  if (change.within_noise || text === NO_CHANGE)
    return texts.aboutTheSameAs(days[1], text === NO_CHANGE ? text.toLowerCase() : texts.withinNoiseOf(text), values)
  return texts.upOrDownOn(change.value > 0, amount, days[1], values)
}

export function people(n: number): string {
  return texts.people(count(n), n === 1)
}

/** A percentage of the wire with one decimal. */
export const share: Format = (value) => percentage(value, 1)
