import { FINALITIES, type Finality } from '@bx/contracts/metrics/finality'
import type { PerformanceMeta } from '../lib/endpoints.ts'
import { count, credit, date, dateRange, dayIn, percentage, sumMoney, time } from '../lib/formats.ts'
import { texts } from './strings.ts'

// Describes which figures can still change, the same in every view.

type Meta = Pick<PerformanceMeta, 'open_from' | 'end' | 'finality'>
type Days = PerformanceMeta['finality']['days']
type Restated = PerformanceMeta['finality']['restated'][number]

const NAMES = { open: 'open', provisional: 'provisional', final: 'final' } as const satisfies Record<Finality, string>

/** "30 days: 21 final, 2 provisional, 7 open". */
export function daysInWords(days: Days): string {
  const parts = FINALITIES.toReversed().flatMap((state) => {
    const n = days.filter((one) => one.state === state).length
    return n > 0 ? `${count(n)} ${NAMES[state]}` : []
  })
  return texts.days(days.length, days.length === 1, parts.join(', '))
}

/** Why days are open or provisional, one sentence each; none for final days. */
export function whyNotFinal({ open_from, end, finality }: Meta): string[] {
  const { reporting_lag: lag, pending_pct: pending } = finality
  const days = texts.daysOf(lag.days, lag.days === 1)
  return [
    ...(open_from === null
      ? []
      : [texts.openSalesForCanStill(dateRange(open_from, end, false), days, Boolean(lag.measured))]),
    ...(pending === null || pending === 0 ? [] : [texts.ofSalesArePending(percentage(pending, 1))]),
  ]
}

/** "15 Nov, restated 29 Nov: 2 → 1 sales, £4.50 → £1.00". */
export function restatedInWords(
  row: Restated,
  { time_zone, currency }: Pick<PerformanceMeta, 'time_zone' | 'currency'>,
) {
  const { day, figure, before, after, revenue_before: from, revenue_after: to } = row
  const when = date(dayIn(time_zone, row.restated_at), false)
  const money = from === null || to === null ? '' : `, ${sumMoney(from, currency)} → ${sumMoney(to, currency)}`
  const moved = before === after && from === to
  const what = moved ? texts.movedBetweenPlacements(figure) : `${credit(before)} → ${credit(after)} ${figure}${money}`
  return texts.restated(date(day, false), when, what)
}

/** Last day of the range before the open ones; null if there is none, or no open day. */
export function lastClosedDay(days: Days): string | null {
  const closed = days.filter(({ state }) => state !== 'open')
  return closed.length > 0 && closed.length < days.length ? closed.at(-1)!.day : null
}

export function settledInWords({ attributed_to, time_zone }: Pick<PerformanceMeta, 'attributed_to' | 'time_zone'>) {
  return texts.clicksAndSalesReceivedAfter(time(attributed_to, time_zone))
}
