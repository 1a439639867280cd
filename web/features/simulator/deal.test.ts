import { expect, test } from 'vitest'
import { daysOf, firstDeal, readDeal, togglePlacement, writeDeal } from './deal.ts'

const first = firstDeal('2026-11-23', 2)

test('begins tomorrow, for 30 days', () => {
  expect(first).toMatchObject({ start: '2026-11-24', end: '2026-12-23', merchant: null, placements: [] })
  expect(daysOf(first)).toBe(30)
})

test('what the URL says is what was written, sort included', () => {
  const deal = { ...first, budget: 0, impressions: 7, merchant: 'acme', placements: ['home', 'deals'] }
  const query = writeDeal(deal, '-risk_score')
  expect(readDeal(new URLSearchParams(query), first)).toEqual(deal)
  expect(new URLSearchParams(query).get('sort')).toBe('-risk_score')
})

test('what makes no sense in a URL is left as it begins', () => {
  const query = 'budget=-1&impressions=0&from=soon&to=2026-1-1&placements=,,'
  expect(readDeal(new URLSearchParams(query), first)).toEqual(first)
  expect(readDeal(new URLSearchParams('impressions=1e9&budget=99999999999999'), first)).toEqual(first)
})

test('ticking a placement out and in again; the last one stays', () => {
  const all = ['a', 'b']
  expect(togglePlacement([], all, 'a')).toEqual(['b'])
  expect(togglePlacement(['b'], all, 'a')).toEqual([])
  expect(togglePlacement(['b'], all, 'b')).toEqual(['b'])
})
