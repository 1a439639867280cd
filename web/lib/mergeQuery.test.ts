import { expect, test } from 'vitest'
import { mergeQuery } from './mergeQuery.ts'

test('one part of a query is replaced, and the others are kept', () => {
  const next = new URLSearchParams({ sort: '-sold', page: '2' })
  expect(mergeQuery('?budget=500&sort=name&q=home', ['sort', 'page', 'q'], next)).toBe('budget=500&sort=-sold&page=2')
})
