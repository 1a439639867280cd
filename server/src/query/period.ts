import type { RangeMeta, RangeQuery } from '@bx/contracts/endpoints/common'
import type { SetAside, Watermark } from '../facts/watermark.ts'
import { addDays, type Days, daysBetween } from '../lib/clock.ts'
import { AppError } from '../lib/errors.ts'
import { localNow } from '../lib/localDay.ts'

// From `range=7d` to days: the requested period, the one to compare it with, and where an unfinished day is cut.

export interface Period extends Days {
  readonly timeZone: string
  readonly gross: boolean
  /** Day of the zone when the request was made; the range may end later. */
  readonly today: string
  /** Whether all users of the days are known as members or visitors. */
  readonly knowsVisitors: boolean
  /** The current day, if the range includes it. */
  readonly unfinishedDay: string | null
  readonly before:
    | (Days & {
        /** Full hours of the last day that are compared; null if the last day is complete. */
        readonly cutHours: number | null
        /** Whole days for data that is kept by the day (reach), here and before; null if there are none. */
        readonly wholeDays: { readonly here: Days; readonly before: Days } | null
      })
    | null
  /** Why `before` is null although a comparison was requested. */
  readonly notCompared: RangeMeta['not_compared']
}

/** Where and when a request was made. */
export interface AskedAt {
  readonly timeZone: string
  readonly now: number
  /** First day that has data; null if there is none yet. */
  readonly firstDay: string | null
  /** First day whose users are known as members or visitors; if omitted, they always were. */
  readonly visitorsFrom?: string | null
}

/** The days and what they are compared with; files have further fields. */
type AskedRange = Omit<RangeQuery, 'for' | 'total'>

/** Longest range of one request, days. */
const MAX_DAYS = 400
/** Days that may be requested: far from the limits of PostgreSQL's and JavaScript's calendars. */
const [FIRST_DAY, LAST_DAY] = ['2000-01-01', '2999-12-31']

/** Throws invalid_request if the dates are not valid. */
export function resolvePeriod(query: AskedRange, { timeZone, now, firstDay, visitorsFrom }: AskedAt): Period {
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
    knowsVisitors: visitorsFrom == null || visitorsFrom <= start,
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
    attributed_to: watermark.attributedTo.toISOString(),
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

function daysAsked(query: AskedRange, today: string): Days {
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

/**
 * There is no comparison with a period that has days before the first whole day with data: it would look like growth. The first
 * day with data began with the first event, usually hours after midnight, so it is not whole.
 */
function missingDays({ start, end }: Days, firstDay: string | null): Period['notCompared'] {
  if (firstDay !== null && firstDay < start) return null
  const days = daysBetween(start, end) + 1
  const withData = firstDay === null || firstDay > end ? 0 : daysBetween(firstDay, end)
  return { reason: 'before_first_day', start, end, first_day: firstDay, days, days_with_data: withData }
}

function invalid(field: string, message: string): AppError {
  return new AppError('invalid_request', { details: [{ field, message }] })
}
