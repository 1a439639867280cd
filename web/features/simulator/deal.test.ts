import { expect, test } from 'vitest'
import { ALL } from './choice.ts'
import { daysOf, firstDeal, readDeal, unusableIn, writeDeal } from './deal.ts'

const first = firstDeal('2026-11-23', 'GBP')

test('starts tomorrow, for 30 days', () => {
  expect(first).toMatchObject({ start: '2026-11-24', end: '2026-12-23', merchant: null, choice: ALL })
  expect(daysOf(first)).toBe(30)
})

test('a deal survives writing to and reading from the URL', () => {
  for (const choice of [ALL, { isWithout: false, ids: ['home', 'deals'] }, { isWithout: true, ids: ['home'] }]) {
    const deal = { ...first, budget: '12.5', impressions: 7, merchant: 'acme', choice, beside: 'b' }
    expect(readDeal(writeDeal(deal), first)).toEqual(deal)
  }
})

test('invalid values in a URL fall back to the defaults', () => {
  const query = 'budget=-1&impressions=0&from=soon&to=2026-1-1&placements=,,'
  expect(readDeal(new URLSearchParams(query), first)).toEqual(first)
  expect(readDeal(new URLSearchParams('impressions=1e9&budget=1000000000000.01'), first)).toEqual(first)
})

test('what a link has that cannot be used is named, a missing value is not', () => {
  const query = 'budget=ten&impressions=0&from=2026-02-31&to=2026-12-01'
  expect(unusableIn(new URLSearchParams(query))).toEqual(['budget “ten”', 'impressions “0”', 'from “2026-02-31”'])
  expect(readDeal(new URLSearchParams(query), first).start).toBe(first.start)
  expect(unusableIn(new URLSearchParams(''))).toEqual([])
  expect(unusableIn(writeDeal(first))).toEqual([])
})
