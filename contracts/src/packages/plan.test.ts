import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plannedUnits, type Stage } from './plan.ts'

const flight = { goal: 1000, start: 0, end: 1000 }
const live = (at: number, change: Partial<Stage> = {}): Stage => ({ ...flight, at, isLive: true, ...change })
const paused = (at: number, change: Partial<Stage> = {}): Stage => ({ ...flight, at, isLive: false, ...change })

describe('planned units', () => {
  test('grow evenly from nothing at the start to the goal at the end', () => {
    expect([-1, 0, 1, 500, 999, 1000, 5000].map((now) => plannedUnits([live(-50)], now))).toEqual([
      0, 0, 1, 500, 999, 1000, 1000,
    ])
  })

  test('do not grow in a pause, whose backlog is spread over what is left', () => {
    const stages = [live(0), paused(200), live(600)]
    expect([200, 599, 600, 800, 1000].map((now) => plannedUnits(stages, now))).toEqual([200, 200, 200, 600, 1000])
  })

  test('follow a new goal and a new end from the change on', () => {
    expect([500, 750, 1000].map((now) => plannedUnits([live(0), live(500, { goal: 2000 })], now))).toEqual([
      500, 1250, 2000,
    ])
    expect(plannedUnits([live(0), live(500, { end: 1500 })], 1000)).toBe(750)
    // Lowered below what was planned already: nothing more is planned, nothing is taken back.
    expect(plannedUnits([live(0), live(500, { goal: 300 })], 900)).toBe(500)
  })

  test('are none without a goal, and for what was never live', () => {
    expect(plannedUnits([live(0, { goal: null })], 900)).toBe(0)
    expect(plannedUnits([paused(0)], 900)).toBe(0)
    expect(plannedUnits([], 900)).toBe(0)
  })

  test('are a number between 0 and the largest goal that never falls, in any history, and reach the goal if it is live', () => {
    const stage = fc.record({
      at: fc.integer({ min: -500, max: 3000 }),
      isLive: fc.boolean(),
      goal: fc.integer({ min: 1, max: 1e9 }),
      start: fc.constant(0),
      end: fc.integer({ min: 1, max: 2500 }),
    })
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 8 }), (given) => {
        const stages = given.toSorted((a, b) => a.at - b.at)
        const most = Math.max(0, ...stages.map(({ goal }) => goal)) * (1 + 1e-9)
        let last = 0
        for (let now = -600; now <= 3100; now += 100) {
          const planned = plannedUnits(stages, now)
          expect(planned).toBeGreaterThanOrEqual(last)
          expect(planned).toBeLessThanOrEqual(most)
          last = planned
        }
        const final = [...stages, { at: 3000, isLive: true, goal: 2e9, start: 0, end: 4000 }]
        expect(plannedUnits(final, 4000)).toBeCloseTo(2e9, 0)
      }),
    )
  })
})
