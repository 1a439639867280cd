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

describe('planned units along the traffic', () => {
  // Three quarters of the traffic come in the first half of each 1000 ms.
  const busyFirst = (from: number, to: number) => {
    const until = (at: number) => {
      const [whole, part] = [Math.floor(at / 1000), at - Math.floor(at / 1000) * 1000]
      return whole * 4 + (part <= 500 ? (part / 500) * 3 : 3 + (part - 500) / 500)
    }
    return Math.max(0, until(to) - until(from))
  }

  test('grow as fast as the traffic, also after a pause', () => {
    const plan = { traffic: busyFirst, mode: 'even' as const }
    expect([0, 500, 1000].map((now) => plannedUnits([live(0)], now, plan))).toEqual([0, 750, 1000])
    const twice = { start: 0, end: 2000 }
    expect(
      [1000, 1500, 2000].map((now) => plannedUnits([live(0, twice), paused(500, twice), live(1000, twice)], now, plan)),
    ).toEqual([375, 375 + 625 * 0.75, 1000])
  })

  test('are a quarter ahead in the first half if the package is front-loaded', () => {
    const plan = { traffic: (from: number, to: number) => Math.max(0, to - from), mode: 'front_loaded' as const }
    expect([400, 500, 750, 1000].map((now) => Math.round(plannedUnits([live(0)], now, plan)))).toEqual([
      500, 625, 813, 1000,
    ])
  })

  test('continue from what was planned before, also when the traffic turns out to be different', () => {
    const plan = { traffic: busyFirst, mode: 'even' as const }
    const since = { at: 250, units: 100 }
    expect(plannedUnits([live(0)], 250, plan, since)).toBe(100)
    expect(plannedUnits([live(0)], 1000, plan, since)).toBe(1000)
    // No traffic is expected any more: by time.
    expect(plannedUnits([live(0)], 500, { ...plan, traffic: () => 0 })).toBe(500)
  })

  test('looking in between changes nothing, in any history and along any traffic', () => {
    const stage = fc.record({
      at: fc.integer({ min: -500, max: 3000 }),
      isLive: fc.boolean(),
      goal: fc.integer({ min: 1, max: 1e9 }),
      start: fc.constant(0),
      end: fc.integer({ min: 1, max: 2500 }),
    })
    const mode = fc.constantFrom('even' as const, 'front_loaded' as const, 'asap' as const)
    fc.assert(
      fc.property(
        fc.array(stage, { maxLength: 6 }),
        mode,
        fc.array(fc.integer({ min: -600, max: 3100 }), { maxLength: 6 }),
        (given, mode, looks) => {
          const stages = given.toSorted((a, b) => a.at - b.at)
          const plan = { traffic: busyFirst, mode }
          let since = { at: -1000, units: 0 }
          for (const at of [...looks, 3100].sort((a, b) => a - b)) {
            const units = plannedUnits(stages, at, plan, since)
            expect(units).toBeGreaterThanOrEqual(since.units)
            since = { at, units }
          }
          expect(since.units).toBeCloseTo(plannedUnits(stages, 3100, plan), 0)
        },
      ),
    )
  })
})
