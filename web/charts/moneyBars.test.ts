import { expect, test } from 'vitest'
import { describeMoneyBars, moneyBars, moneyRows, onlyMoneyDay } from './moneyBars.ts'
import { testColours } from './testColours.ts'

const days = (...amounts: string[]) => amounts.map((total_revenue, i) => ({ day: `2026-11-${21 + i}`, total_revenue }))

test.each([
  ['JPY', days('1250', '98000'), ['¥1,250', '¥98,000'], '¥50k', 1],
  ['KWD', days('1.250', '98.005'), ['KWD 1.250', 'KWD 98.005'], 'KWD 50k', 0.001],
])('in %s bars, axis, tooltip and sentence have its decimals', (currency, given, shown, tick, least) => {
  const { series, yAxis } = moneyBars(given, currency, testColours) as {
    series: { data: number[] }[]
    yAxis: { minInterval: number; axisLabel: { formatter: (n: number) => string } }
  }
  expect(series[0]!.data).toEqual(given.map((one) => Number(one.total_revenue)))
  expect(yAxis.axisLabel.formatter(50_000).replace('\u00a0', ' ')).toBe(tick)
  expect(yAxis.minInterval).toBe(least)
  const { rows, csv } = moneyRows(given, currency)
  expect(rows.map(([, amount]) => amount!.replace('\u00a0', ' '))).toEqual(shown)
  expect(csv.rows).toEqual(given.map((one) => [one.day, one.total_revenue, currency]))
  expect(describeMoneyBars(given, currency).replace('\u00a0', ' ')).toBe(
    `Commission per day: highest ${shown[1]} on 22 Nov.`,
  )
})

test('a single day is a sentence', () => {
  expect(onlyMoneyDay(days('12.50', '3.00'), 'GBP')).toBeNull()
  expect(onlyMoneyDay(days('12.50'), 'GBP')).toBe('£12.50 on Sat 21 Nov.')
})
