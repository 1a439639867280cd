import { expect, test } from 'vitest'
import { describeMix, type MixDay, mixArea, mixRows } from './mixArea.ts'
import { testColours as colours } from './testColours.ts'

const day = (date: string, cpi: number, organic: number): MixDay => ({
  ...{ date, cpi_impressions: cpi, cpc_impressions: 50, cpa_impressions: 50, organic_impressions: organic },
  total_impressions: cpi + 100 + organic,
  paid_pct: (100 * (cpi + 100)) / (cpi + 100 + organic),
  isAbove: cpi + 100 > 0.4 * (cpi + 100 + organic),
})
const nothing: MixDay = {
  ...{ date: '2026-11-03', cpi_impressions: 0, cpc_impressions: 0, cpa_impressions: 0, organic_impressions: 0 },
  ...{ total_impressions: 0, paid_pct: null, isAbove: false },
}
const data = {
  days: [day('2026-11-01', 100, 800), day('2026-11-02', 400, 500), nothing],
  ...{ limitPct: 40, unfinishedDay: '2026-11-02', unit: 'percent' as const },
}
interface Series {
  readonly data: (number | null)[]
  readonly itemStyle: { readonly color: string }
  readonly markLine?: { readonly data: readonly { readonly yAxis: number }[] }
}
const seriesOf = (unit: 'percent' | 'counts') => (mixArea({ ...data, unit }, colours) as { series: Series[] }).series

test('stacks CPI, CPC and CPA below organic, in percent of the day with the limit; a day without impressions is a gap', () => {
  const [cpi, cpc, cpa, organic, above] = seriesOf('percent')
  expect([cpi!.data, cpc!.data, cpa!.data, organic!.data]).toEqual([
    ...[
      [10, 40, null],
      [5, 5, null],
      [5, 5, null],
    ],
    [80, 50, null],
  ])
  expect([cpi, cpc, cpa, organic].map((one) => one!.itemStyle.color)).toEqual([
    ...['placement 1', 'placement 2', 'placement 3', 'other'],
  ])
  expect(organic!.markLine!.data).toEqual([{ yAxis: 40 }])
  expect(above!.data).toEqual([null, 0, null])
})

test('counts have no limit line', () => {
  const [cpi, , , organic] = seriesOf('counts')
  expect(cpi!.data).toEqual([100, 400, 0])
  expect(organic!.markLine).toBeUndefined()
})

test('says in a sentence how much is paid, and lists the days', () => {
  expect(describeMix(data)).toBe(
    'Paid share per day: lowest 20.0% on Sun 1 Nov, highest 50.0% on Mon 2 Nov; above 40% on 1 day.',
  )
  expect(mixRows(data).rows[1]).toEqual(['Mon 2 Nov, so far', '1,000', '400', '50', '50', '500', '50.0%'])
  expect(describeMix({ ...data, days: [nothing] })).toBe('Paid share per day: no data.')
})
