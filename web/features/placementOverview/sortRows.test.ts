import { expect, test } from 'vitest'
import { nextSort, sortRows } from './sortRows.ts'
import { testRow } from './testData.ts'

const rows = [
  testRow({ placement_name: 'b', total_impressions: 2, frequency: null }),
  testRow({ placement_name: 'A', total_impressions: 3, frequency: 1 }),
  testRow({ placement_name: 'c', total_impressions: 1, frequency: 4 }),
]
const names = (sort: string | null) => sortRows(rows, sort).map((row) => row.placement_name)

test('most impressions come first unless asked otherwise', () => {
  expect(names(null)).toEqual(['A', 'b', 'c'])
  expect(names('-nonsense')).toEqual(['A', 'b', 'c'])
})

test('rows without a value come last in both directions', () => {
  expect(names('-frequency')).toEqual(['c', 'A', 'b'])
  expect(names('frequency')).toEqual(['A', 'c', 'b'])
})

test('a header goes through descending, ascending and back', () => {
  expect(nextSort(null, 'frequency')).toBe('-frequency')
  expect(nextSort('-frequency', 'frequency')).toBe('frequency')
  expect(nextSort('frequency', 'frequency')).toBeNull()
})
