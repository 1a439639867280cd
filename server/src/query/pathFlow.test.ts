import { expect, test } from 'vitest'
import { flowOf, type PathCount } from './pathFlow.ts'

const sales = (conversions: number, ...path: string[]): PathCount => ({
  path,
  clipped: false,
  leftOut: [],
  conversions,
  commission: 0n,
})

test('every sale leaves each of its steps once, and arrives', () => {
  const flow = flowOf([sales(5, 'a'), sales(3, 'a', 'b'), sales(2, 'b', 'a', 'b', 'a')])
  expect(flow).toEqual([
    { step: 1, from: 'a', to: 'sale', conversions: 5 },
    { step: 1, from: 'a', to: 'b', conversions: 3 },
    { step: 1, from: 'b', to: 'a', conversions: 2 },
    { step: 2, from: 'b', to: 'sale', conversions: 3 },
    { step: 2, from: 'a', to: 'b', conversions: 2 },
    { step: 3, from: 'b', to: 'sale', conversions: 2 },
  ])
  const arrived = flow.filter(({ to }) => to === 'sale').reduce((sum, { conversions }) => sum + conversions, 0)
  expect(arrived).toBe(10)
})

test('beyond six placements the smaller ones share a node', () => {
  const flow = flowOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id, i) => sales(10 - i, id)))
  expect(flow).toContainEqual({ step: 1, from: 'other', to: 'sale', conversions: 7 })
  expect(flow).toHaveLength(7)
})
