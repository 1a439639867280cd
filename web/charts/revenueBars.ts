import { decimalsOf } from '@bx/contracts/currencies'
import { unitsOf } from '@bx/contracts/money'
import { showTick } from '@bx/contracts/showMoney'
import type { EChartsCoreOption } from 'echarts/core'
import { axisDay } from '../lib/formats.ts'
import { readMoney } from '../lib/readMoney.ts'
import { base, categoryAxis, countAxis } from './base.ts'
import type { ChartColours } from './colours.ts'

export interface RevenueDay {
  readonly day: string
  /** Money in wire format. */
  readonly package_revenue: string
  readonly commission: string
}

/** Package revenue and commission per day, one on the other. */
export function revenueBars(
  days: readonly RevenueDay[],
  names: { readonly packages: string; readonly commission: string },
  currency: string,
  colours: ChartColours,
): EChartsCoreOption {
  const bars = (name: string, amountOf: (day: RevenueDay) => string, color: string) => ({
    ...{ name, type: 'bar', stack: 'revenue', silent: true, barMaxWidth: 48 },
    data: days.map((day) => unitsOf(readMoney(amountOf(day)))),
    itemStyle: { color },
  })
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
      bars(names.packages, (day) => day.package_revenue, colours.line),
      bars(names.commission, (day) => day.commission, colours.other),
    ],
  }
}
