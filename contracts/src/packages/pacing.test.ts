import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PACING_STATUSES, pacingOf, type Standing } from './pacing.ts'
import { DELIVERY_MODES, PACKAGE_STATES } from './values.ts'

const limits = { under_pct: 80, over_pct: 120, warm_up_hours: 24, least_planned_units: 100 }
const HOUR = 3_600_000
const flight: Standing = {
  ...{ state: 'live', mode: 'even', goal: 10_000, planned: 5000, liveSince: 0, start: 0, end: 480 * HOUR },
  delivered: 5000,
}
const statusOf = (change: Partial<Standing>, hours = 240) => pacingOf({ ...flight, ...change }, hours * HOUR, limits)

describe('pacing', () => {
  test('80 and 120 % of the plan are still on track', () => {
    expect([3999, 4000, 6000, 6001].map((delivered) => statusOf({ delivered })?.status)).toEqual([
      'UNDER_DELIVERING',
      'ON_TRACK',
      'ON_TRACK',
      'OVER_DELIVERING',
    ])
    expect(statusOf({ delivered: 3600 })).toEqual({ status: 'UNDER_DELIVERING', pct: 72 })
    expect(statusOf({ delivered: 9000, mode: 'asap' })?.status).toBe('ON_TRACK')
  })

  test('before the start, in the first hours, paused, reached, and after the end', () => {
    expect(statusOf({ state: 'booked', planned: 0, delivered: 0, liveSince: null }, -1)).toEqual({
      status: 'NOT_STARTED',
      pct: null,
    })
    expect(statusOf({ planned: 0, delivered: 0 }, 0)).toEqual({ status: 'WARMING_UP', pct: null })
    expect(statusOf({ delivered: 0 }, 23.9)?.status).toBe('WARMING_UP')
    expect(statusOf({ delivered: 0 }, 24)?.status).toBe('UNDER_DELIVERING')
    expect(statusOf({ state: 'paused' })?.status).toBe('PAUSED')
    expect(statusOf({ delivered: 10_000 })?.status).toBe('COMPLETED')
    expect(statusOf({ delivered: 9999 }, 480)?.status).toBe('ENDED_SHORT')
    expect(statusOf({ state: 'ended', delivered: 10_001 })?.status).toBe('COMPLETED')
    expect(statusOf({ goal: null, planned: 0 })).toEqual({ status: 'ON_TRACK', pct: null })
    expect(statusOf({ state: 'held' })).toBeNull()
  })

  test('a package of one hour is assessed after six minutes, one that was approved late a tenth of its flight later', () => {
    const short = { end: HOUR, planned: 1000, delivered: 0 }
    expect(statusOf(short, 0.09)?.status).toBe('WARMING_UP')
    expect(statusOf(short, 0.11)?.status).toBe('UNDER_DELIVERING')
    expect(statusOf({ liveSince: 230 * HOUR, delivered: 0 })?.status).toBe('WARMING_UP')
  })

  test('a handful of planned units is not assessed, unless the goal is small', () => {
    expect(statusOf({ planned: 99, delivered: 1 })?.status).toBe('WARMING_UP')
    expect(statusOf({ goal: 50, planned: 4.9, delivered: 1 })?.status).toBe('WARMING_UP')
    expect(statusOf({ goal: 50, planned: 5, delivered: 1 })?.status).toBe('UNDER_DELIVERING')
  })

  test('is one of the statuses and a number, on any clock', () => {
    const units = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e12 }))
    const instant = fc.integer({ min: -1e12, max: 4e12 })
    fc.assert(
      fc.property(
        fc.record({
          state: fc.constantFrom(...PACKAGE_STATES),
          mode: fc.constantFrom(...DELIVERY_MODES),
          goal: fc.option(fc.integer({ min: 1, max: 1e12 })),
          delivered: units,
          planned: units,
          liveSince: fc.option(instant),
          start: instant,
          end: instant,
        }),
        instant,
        (standing, now) => {
          const pacing = pacingOf(standing, now, limits)
          if (pacing === null) return
          expect(PACING_STATUSES).toContain(pacing.status)
          if (pacing.pct !== null) expect(Number.isFinite(pacing.pct)).toBe(true)
        },
      ),
    )
  })
})
