import { expect, test } from 'vitest'
import { makeRhythm } from './rhythm.ts'
import { DAY, midnight, smallWorld, wholeDay } from './testWorld.ts'

const HOUR = 3_600_000
/** Traffic in each local hour of a UTC day, noise aside. */
const hours = (timeZone: string, day: number) => {
  const rhythm = makeRhythm({ seed: 1, timeZone, start: midnight(0), days: 30 })
  return Array.from({ length: 24 }, (_, hour) => rhythm.level(midnight(day) + hour * HOUR))
}
const peak = (levels: readonly number[]) => levels.indexOf(Math.max(...levels))

test('workdays peak at 20:00 local time', () => {
  expect(peak(hours('UTC', 4))).toBe(20)
  expect(peak(hours('Europe/London', 4))).toBe(20) // 28 October: winter time
  expect(peak(hours('Europe/Berlin', 4))).toBe(19)
  expect(peak(hours('America/New_York', 4))).toBe(0) // summer time there until 1 November: 20:00 is midnight UTC
})

test('weekends start later and Saturday is the strongest day', () => {
  const share = (levels: readonly number[], hour: number) => levels[hour]! / levels.reduce((a, b) => a + b)
  expect(share(hours('UTC', 0), 7)).toBeLessThan(share(hours('UTC', 4), 7) * 0.7) // Saturday, Wednesday
  const sum = (day: number) => hours('UTC', day).reduce((a, b) => a + b)
  expect(Math.max(...[1, 2, 3, 4, 5, 6].map(sum))).toBeLessThan(sum(0))
})

test('the history has the requested volume', () => {
  const world = smallWorld({ days: 14 })
  let exposures = 0
  for (let day = 0; day < 14; day++) exposures += wholeDay(world, day).exposures.length
  expect(Math.abs(exposures / (14 * 4000) - 1)).toBeLessThan(0.08)
})

test('the weekly email is read on Thursdays and Fridays, and a new placement starts late', () => {
  const world = smallWorld({ exposuresPerDay: 20_000 })
  const seen = (key: string, day: number) => {
    const id = world.placements.find(({ placement_key }) => placement_key === key)!.placement_id
    return wholeDay(world, day).exposures.filter(({ placement_id }) => placement_id === id).length
  }
  expect(seen('weekly_email', 5)).toBeGreaterThan(4 * seen('weekly_email', 3)) // Thursday, Tuesday
  expect(seen('onboarding_card', 23)).toBe(0)
  expect(seen('onboarding_card', 24) + seen('onboarding_card', 25)).toBeGreaterThan(0)
})

test('the rate of the world is exposures per second', () => {
  const world = smallWorld()
  let exposures = 0
  for (let at = midnight(7); at < midnight(8); at += HOUR) exposures += world.rate(at) * 3600
  expect(Math.abs(exposures / wholeDay(world, 7).exposures.length - 1)).toBeLessThan(0.1)
  expect(world.rate(midnight(0) - DAY)).toBe(0)
})
