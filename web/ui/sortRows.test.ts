import { expect, test } from 'vitest'
import { nextSort, parseSort, type SortValues, sortRows } from './sortRows.ts'

interface Row {
  readonly name: string
  readonly frequency: number | null
}
const values: SortValues<Row> = { name: (row) => row.name, frequency: (row) => row.frequency }
const rows: Row[] = [
  { name: 'b', frequency: null },
  { name: 'A', frequency: 1 },
  { name: 'c', frequency: 4 },
]
const names = (sort: string) => sortRows(rows, values, parseSort(sort, values)!).map(({ name }) => name)

test('text sorts case-insensitively, and an unknown column is ignored', () => {
  expect(names('name')).toEqual(['A', 'b', 'c'])
  expect(parseSort('-nonsense', values)).toBeNull()
  expect(parseSort('constructor', values)).toBeNull()
  expect(parseSort(null, values)).toBeNull()
})

test('text sorts as in a dictionary: accents stay with their letter, numbers count', () => {
  const shelves = ['Shelf 10', 'zoo', 'Éclair', 'shelf 2', 'Eden'].map((name) => ({ name, frequency: 1 }))
  const sorted = sortRows(shelves, { name: (row) => row.name }, { column: 'name', descending: false })
  expect(sorted.map(({ name }) => name)).toEqual(['Éclair', 'Eden', 'shelf 2', 'Shelf 10', 'zoo'])
})

test('rows without a value come last in both directions', () => {
  expect(names('-frequency')).toEqual(['c', 'A', 'b'])
  expect(names('frequency')).toEqual(['A', 'c', 'b'])
})

test('a header cycles through descending, ascending and the default order', () => {
  expect(nextSort(null, 'frequency')).toBe('-frequency')
  expect(nextSort('-frequency', 'frequency')).toBe('frequency')
  expect(nextSort('frequency', 'frequency')).toBeNull()
})

test('a header of text cycles from A to Z, from Z to A and the default order', () => {
  expect(nextSort(null, 'name', true)).toBe('name')
  expect(nextSort('name', 'name', true)).toBe('-name')
  expect(nextSort('-name', 'name', true)).toBeNull()
})
