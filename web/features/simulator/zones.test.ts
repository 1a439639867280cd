import { expect, test } from 'vitest'
import { zonesOf } from './zones.ts'

const capacity = { low: 900, mid: 1000, high: 1100 }

test('the verdicts end at 30 and 50 % when only the allocation binds', () => {
  const zones = zonesOf({ capacity, sold: 100, available: 400, available_30pct: 200 })
  expect(zones.map(({ words }) => words)).toEqual(['Feasible to 30%', 'High risk to 50%', 'Not feasible above'])
})

test('they end earlier when renders are the limit, so that the deal is in the zone of its verdict', () => {
  const zones = zonesOf({ capacity, sold: 0, available: 252, available_30pct: 229 })
  expect(zones.map(({ from, to }) => [from, to])).toEqual([
    [0, 0.229],
    [0.229, 0.252],
    [0.252, 1],
  ])
  expect(zones[1]!.words).toBe('High risk to 25.2%')
})

test('without expected impressions there are no zones', () => {
  const zones = zonesOf({ capacity: { low: 0, mid: 0, high: 0 }, sold: 0, available: 0, available_30pct: 0 })
  expect(zones[2]).toMatchObject({ from: 0, to: 1 })
})
