import { decimalsOf } from '@bx/contracts/currencies'
import { unitsOf } from '@bx/contracts/money'
import { showTick } from '@bx/contracts/showMoney'
import type { EChartsCoreOption } from 'echarts/core'
import { axisDay, date, sumMoney, weekday } from '../lib/formats.ts'
import { readMoney } from '../lib/readMoney.ts'
import { base, categoryAxis, countAxis } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

export interface MoneyDay {
  readonly day: string
  /** Money in wire format. */
  readonly total_revenue: string
}

/** Commission per day. */
export function moneyBars(days: readonly MoneyDay[], currency: string, colours: ChartColours): EChartsCoreOption {
  return {
    ...base(),
    grid: { left: 76, right: 12, top: 12, bottom: 28 },
    xAxis: categoryAxis(
      colours,
      days.map(({ day }) => axisDay(day, days.length)),
    ),
    // No grid line between two smallest units.
    yAxis: { ...countAxis(colours, (n) => showTick(n, currency)), minInterval: 10 ** -decimalsOf(currency) },
    series: [
      {
        type: 'bar',
        silent: true,
        data: days.map((one) => unitsOf(readMoney(one.total_revenue))),
        itemStyle: { color: colours.bar, borderRadius: [3, 3, 0, 0] },
      },
    ],
  }
}

/** The chart in a sentence, for screen readers. */
export function describeMoneyBars(days: readonly MoneyDay[], currency: string): string {
  const [first, ...others] = days
  if (first === undefined) return texts.commissionPerDayNoData
  const isMore = (a: MoneyDay, b: MoneyDay) => readMoney(a.total_revenue) > readMoney(b.total_revenue)
  const most = others.reduce((best, one) => (isMore(one, best) ? one : best), first)
  return texts.commissionPerDayHighestOn(sumMoney(most.total_revenue, currency), date(most.day, false))
}

/** A sentence instead of a single bar; null for more days. */
export function onlyMoneyDay([only, ...others]: readonly MoneyDay[], currency: string): string | null {
  if (only === undefined || others.length > 0) return null
  return texts.onOf(sumMoney(only.total_revenue, currency), weekday(only.day), date(only.day, false))
}

export function moneyRows(days: readonly MoneyDay[], currency: string) {
  return {
    head: [texts.day, texts.commission],
    rows: days.map((one) => [`${weekday(one.day)} ${date(one.day, false)}`, sumMoney(one.total_revenue, currency)]),
    csv: {
      columns: ['day', 'total_revenue', 'currency'],
      rows: days.map((one) => [one.day, one.total_revenue, currency]),
    },
  }
}
