import { expect, test } from 'vitest'
import { isTimeZone } from './localDay.ts'

test.each(['UTC', 'Europe/London', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true)
})

test.each(['+05:30', '-05:00', 'UTC+2', 'IST', 'PST', 'CET', 'Mars/Olympus', ''])('"%s" is refused', (name) => {
  expect(isTimeZone(name)).toBe(false)
})
