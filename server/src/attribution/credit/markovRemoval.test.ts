import { expect, test } from 'vitest'
import { markovRemoval } from './markovRemoval.ts'

const effects = (rows: ReturnType<typeof markovRemoval>) =>
  Object.fromEntries(rows.map(({ placement, effect }) => [placement, Number(effect.toFixed(4))]))

// The worked example for Anderl et al.'s method: C1 -> C2 -> C3 -> converted, C1 -> lost, C2 -> C3 -> lost.
// From the start C1 2/3, C2 1/3; C1 -> C2 1/2, lost 1/2; C2 -> C3 1; C3 -> converted 1/2. P(converted) = 1/3.
test('finds the removal effects of the textbook example', () => {
  const rows = markovRemoval([
    { steps: ['C1', 'C2', 'C3'], journeys: 1, conversions: 1 },
    { steps: ['C1'], journeys: 1, conversions: 0 },
    { steps: ['C2', 'C3'], journeys: 1, conversions: 0 },
  ])
  expect(effects(rows)).toEqual({ C1: 0.5, C2: 1, C3: 1 })
  expect(rows.map(({ share }) => Number(share.toFixed(2)))).toEqual([0.2, 0.4, 0.4])
})

test('handles loops: a placement seen again and again', () => {
  const rows = markovRemoval([{ steps: ['A', 'A', 'B'], journeys: 10, conversions: 4 }])
  expect(effects(rows)).toEqual({ A: 1, B: 1 })
})

test('gives nothing if nothing converted, and no effect to a placement that is not needed', () => {
  expect(effects(markovRemoval([{ steps: ['A'], journeys: 5, conversions: 0 }]))).toEqual({ A: 0 })
  expect(markovRemoval([])).toEqual([])
  const rows = markovRemoval([
    { steps: ['A'], journeys: 10, conversions: 5 },
    { steps: ['B'], journeys: 10, conversions: 0 },
  ])
  expect(effects(rows)).toEqual({ A: 1, B: 0 })
})

test('shares sum to one', () => {
  const rows = markovRemoval([
    { steps: ['A', 'B'], journeys: 100, conversions: 7 },
    { steps: ['B', 'C', 'A'], journeys: 40, conversions: 9 },
    { steps: ['C'], journeys: 300, conversions: 3 },
  ])
  expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
})
