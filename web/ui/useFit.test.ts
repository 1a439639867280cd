import { expect, it } from 'vitest'
import { leavingColumns } from './useFit.ts'

const COLUMNS = [
  { key: 'impressions' },
  { key: 'clicks', priority: 2 },
  { key: 'ctr', priority: 1 },
  { key: 'assisted', priority: 3 },
  { key: 'per_day', priority: 3 },
]
const WIDTHS = { name: 200, impressions: 100, clicks: 80, ctr: 80, assisted: 90, per_day: 120 }

it('keeps every column where there is room', () => {
  expect([...leavingColumns(COLUMNS, WIDTHS, 670)]).toEqual([])
})

it('lets the least important columns leave first, the last of them before the others', () => {
  expect([...leavingColumns(COLUMNS, WIDTHS, 669)]).toEqual(['per_day'])
  expect([...leavingColumns(COLUMNS, WIDTHS, 500)]).toEqual(['per_day', 'assisted'])
  expect([...leavingColumns(COLUMNS, WIDTHS, 400)]).toEqual(['per_day', 'assisted', 'clicks'])
})

it('keeps the columns without a priority, however narrow the table is', () => {
  expect(leavingColumns(COLUMNS, WIDTHS, 10).has('impressions')).toBe(false)
})

it('keeps everything until the table was measured', () => {
  expect([...leavingColumns(COLUMNS, {}, 10)]).toEqual([])
})
