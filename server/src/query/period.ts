import type { RangeMeta, RangeQuery } from '@bx/contracts/endpoints/common'
import { addDays, DAY, daysBetween, HOUR } from '../lib/clock.ts'
import { AppError } from '../lib/errors.ts'
import type { SetAside, Watermark } from '../store/watermark.ts'

// From `range=7d` to days: what is asked for, what it is compared with, and where an unfinished day is cut.

export interface Days {
  readonly start: string
  readonly end: string
}

export interface Period extends Days {
  readonly timeZone: string
  readonly gross: boolean
  /** Day of the zone when the question was asked; the range may go on beyond it. */
  readonly today: string
  /** The current day, when the range includes it. */
  readonly unfinishedDay: string | null
  readonly before:
    | (Days & {
        /** Full hours of the last day that are compared; null when the last day is over. */
        readonly cutHours: number | null
        /** Whole days for what has whole days only (reach), here and before; null when there are none. */
        readonly wholeDays: { readonly here: Days; readonly before: Days } | null
      })
    | null
  /** Why `before` is null although a comparison was asked for. */
  readonly notCompared: RangeMeta['not_compared']
}

/** Where and when a question is asked. */
export interface AskedAt {
  readonly timeZone: string
  readonly now: number
  /** First day that has data; null when there is none yet. */
  readonly firstDay: string | null
}

/** Longest range of one question, days. */
const MAX_DAYS = 400
/** Days that can be asked for: far from where calendars of PostgreSQL and JavaScript end. */
const [FIRST_DAY, LAST_DAY] = ['2000-01-01', '2999-12-31']

/** Throws invalid_request when the dates make no sense. */
export function resolvePeriod(query: RangeQuery, { timeZone, now, firstDay }: AskedAt): Period {
  const local = localNow(now, timeZone)
  const { start, end } = daysAsked(query, local.day)
  const unfinishedDay = start <= local.day && local.day <= end ? local.day : null
  const shown = { start, end: end > local.day ? local.day : end }
  const before =
    query.compare === 'none' || start > local.day ? null : compared(shown, query.compare, unfinishedDay, local.hours)
  const notCompared = before && missingDays(before, firstDay)
  return {
    start,
    end,
    timeZone,
    gross: query.traffic === 'gross',
    today: local.day,
    unfinishedDay,
    before: notCompared ? null : before,
    notCompared,
  }
}

export function rangeMeta(period: Period, watermark: Watermark, sampling: RangeMeta['sampling']): RangeMeta {
  const { before } = period
  return {
    start: period.start,
    end: period.end,
    time_zone: period.timeZone,
    traffic: period.gross ? 'gross' : 'net',
    complete_to: watermark.completeTo.toISOString(),
    answered_at: watermark.readAt.toISOString(),
    waiting: watermark.waiting,
    set_aside: setAsideMeta(watermark.setAside),
    unfinished_day: period.unfinishedDay,
    compare: before && {
      start: before.start,
      end: before.end,
      cut_at_hour: before.cutHours,
      reach_days: before.wholeDays?.here ?? null,
      reach_days_before: before.wholeDays?.before ?? null,
    },
    not_compared: period.notCompared,
    sampling,
  }
}

function setAsideMeta({ events, attributions, since }: SetAside): RangeMeta['set_aside'] {
  return events + attributions === 0 ? null : { events, attributions, since: since?.toISOString() ?? null }
}

/** The day in a zone, and the full hours that have passed since it began (on a day of 23 hours 5 a.m. comes after 4). */
export function localNow(now: number, timeZone: string): { day: string; hours: number } {
  const format = dayFormat(timeZone)
  const day = format.format(now)
  let hours = 0
  while (format.format(now - (hours + 1) * HOUR) === day) hours++
  return { day, hours }
}

/**
 * The first moment of a day in a zone. A clock that goes back from 1 to 0 shows midnight twice: the day begins with the
 * first; one that goes from 0 to 1 shows none: the day begins at 1.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const format = dayFormat(timeZone)
  let [before, start] = [Date.parse(day) - DAY, Date.parse(day) + DAY]
  while (start - before > 1) {
    const middle = Math.floor((before + start) / 2)
    if (format.format(middle) < day) before = middle
    else start = middle
  }
  return new Date(start)
}

// Making one costs a millisecond, and an installation has one zone.
const dayFormats = new Map<string, Intl.DateTimeFormat>()

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = dayFormats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }) // 2026-11-22
    dayFormats.set(timeZone, format)
  }
  return format
}

function daysAsked(query: RangeQuery, today: string): Days {
  if (query.start_date === undefined && query.end_date === undefined) {
    return { start: addDays(today, query.range === '30d' ? -29 : -6), end: today }
  }
  if (query.range !== undefined) throw invalid('range', 'expected either range, or start_date with end_date')
  const { start_date: start, end_date: end } = query
  if (start === undefined || end === undefined) throw invalid('start_date', 'expected start_date and end_date together')
  if (start > end) throw invalid('start_date', 'expected a day at or before end_date')
  if (daysBetween(start, end) >= MAX_DAYS) throw invalid('end_date', `expected at most ${MAX_DAYS} days`)
  if (start < FIRST_DAY) throw invalid('start_date', `expected ${FIRST_DAY} or later`)
  if (end > LAST_DAY) throw invalid('end_date', `expected ${LAST_DAY} or earlier`)
  return { start, end }
}

function compared(
  shown: Days,
  compare: 'prev' | 'year',
  unfinishedDay: string | null,
  hours: number,
): Period['before'] {
  const length = daysBetween(shown.start, shown.end) + 1
  const shift = compare === 'prev' ? length : 364 // 52 weeks: the same weekdays
  const before = { start: addDays(shown.start, -shift), end: addDays(shown.end, -shift) }
  if (unfinishedDay === null) return { ...before, cutHours: null, wholeDays: { here: shown, before } }
  const wholeDays =
    length === 1
      ? null
      : {
          here: { start: shown.start, end: addDays(shown.end, -1) },
          before: { start: before.start, end: addDays(before.end, -1) },
        }
  return { ...before, cutHours: hours, wholeDays }
}

/** A period that begins before the first day with data is not compared with: it would look like growth. */
function missingDays({ start, end }: Days, firstDay: string | null): Period['notCompared'] {
  if (firstDay !== null && firstDay <= start) return null
  const days = daysBetween(start, end) + 1
  const withData = firstDay === null || firstDay > end ? 0 : daysBetween(firstDay, end) + 1
  return { reason: 'before_first_day', start, end, first_day: firstDay, days, days_with_data: withData }
}

function invalid(field: string, message: string): AppError {
  return new AppError('invalid_request', { details: [{ field, message }] })
}
