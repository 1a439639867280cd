import { afterEach, expect, test, vi } from 'vitest'
import { clockOffset } from './clock.ts'
import { randomId, uuidv7 } from './ids.ts'
import { personTag, sessionId } from './session.ts'
import { attempt, backoffMs, REFUSED, STOPPED, TAKEN } from './transport.ts'

afterEach(() => void vi.restoreAllMocks())

test('a UUIDv7 carries its time, its version and its variant', () => {
  const id = uuidv7(Date.parse('2026-11-22T14:32:05.123Z'))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.parse('2026-11-22T14:32:05.123Z'))
  expect(new Set(Array.from({ length: 1000 }, () => uuidv7(1))).size).toBe(1000)
})

test('a random id is a UUIDv4', () => {
  expect(randomId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('the clock is corrected by half the round trip; an unreadable answer changes nothing', () => {
  expect(clockOffset('1970-01-01T00:01:00.000Z', 1000, 3000)).toBe(58_000)
  expect(clockOffset('soon', 1000, 3000)).toBe(0)
})

test('a session ends after 30 idle minutes', () => {
  const kept = new Map<string, string>()
  const store = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  }
  const minute = 60_000
  const first = sessionId(store, 0, 'a')
  expect(sessionId(store, 29 * minute, 'a')).toBe(first)
  expect(sessionId(store, 58 * minute, 'a')).toBe(first)
  expect(sessionId(store, 88 * minute, 'a')).not.toBe(first)
})

test('a session belongs to one person, whose id is not stored on the device', () => {
  const kept = new Map<string, string>()
  const store = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
  }
  const [visitor, person] = [personTag(''), personTag('u-17')]
  const first = sessionId(store, 0, visitor)
  const second = sessionId(store, 1, person)
  expect(second).not.toBe(first)
  expect(sessionId(store, 2, person)).toBe(second)
  expect(sessionId(store, 3, visitor)).not.toBe(first)
  expect([...kept.values()].join()).not.toContain('u-17')
})

test.each([
  [202, TAKEN],
  [400, REFUSED],
  [401, STOPPED],
  [403, STOPPED],
  [404, REFUSED],
  [413, REFUSED],
])('%i is final', async (status, outcome) => {
  expect(await attempt(async () => ({ status, retryAfter: '5' }))).toBe(outcome)
})

test.each([408, 429, 500, 503])('%i is worth another try, not before Retry-After', async (status) => {
  expect(await attempt(async () => ({ status, retryAfter: '5' }))).toBe(5000)
  expect(await attempt(async () => ({ status, retryAfter: null }))).toBe(0)
})

test('Retry-After may be a date, and never stops us for more than an hour', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-22T12:00:00Z'))
  const wait = (retryAfter: string) => attempt(async () => ({ status: 503, retryAfter }))
  expect(await wait('Sun, 22 Nov 2026 12:00:30 GMT')).toBe(30_000)
  expect(await wait('999999')).toBe(3_600_000)
  expect(await wait('whenever')).toBe(0)
})

test('a network error is worth another try', async () => {
  expect(await attempt(() => Promise.reject(new TypeError('offline')))).toBe(0)
})

test('backoff doubles up to a minute, with full jitter on top of Retry-After', () => {
  const random = vi.spyOn(Math, 'random')
  random.mockReturnValue(0)
  expect(backoffMs(3, 5000)).toBe(5000)
  random.mockReturnValue(1)
  expect([1, 2, 3, 20].map((failures) => backoffMs(failures, 0))).toEqual([1000, 2000, 4000, 60_000])
})
