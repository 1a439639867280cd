import { beforeEach, expect, test, vi } from 'vitest'
import type { WriteKey } from './keys.ts'
import { openQuotas, type QuotaLimits, type Sender } from './quotas.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  return () => vi.useRealTimers()
})

const LIMITS: QuotaLimits = { keyEvents: 6000, keyRefusals: 600, networkEvents: 3000, networkRefusals: 60 }
const key = (keyId: string, own: Partial<WriteKey> = {}): WriteKey => ({
  ...{ keyId, kind: 'browser', origins: [], isApp: false, maxAgeMinutes: null, eventsPerMinute: null },
  ...own,
})
const sender = (keyId: string, slot: number | null = null, own: Partial<WriteKey> = {}): Sender => ({
  slot,
  key: key(keyId, own),
})
/** Seconds to wait, or 0. */
const wait = (work: Promise<void>) =>
  work.then(
    () => 0,
    (error: { retryAfter: number }) => error.retryAfter,
  )

test('a key may send its quota, then waits for the rest of the window; other keys do not', async () => {
  const quotas = openQuotas(LIMITS)
  for (let i = 0; i < 20; i++) expect(await wait(quotas.take(sender('a'), 50))).toBe(0)
  expect(await wait(quotas.take(sender('a'), 1))).toBe(10)
  expect(await wait(quotas.admit(sender('a')))).toBe(10)
  expect(await wait(quotas.take(sender('b'), 1000))).toBe(0)
  vi.advanceTimersByTime(10_000)
  expect(await wait(quotas.take(sender('a'), 1))).toBe(0)
})

test('a batch above the quota goes through, and the rate holds all the same', async () => {
  const quotas = openQuotas(LIMITS)
  const own = { eventsPerMinute: 60 }
  let sent = 0
  for (let second = 0; second < 6000; second++) {
    if ((await wait(quotas.take(sender('a', null, own), 1000))) === 0) sent += 1000
    vi.advanceTimersByTime(1000)
  }
  expect(sent).toBeGreaterThanOrEqual(6000)
  expect(sent).toBeLessThanOrEqual(7000)
})

test('what is refused for the quota is not charged', async () => {
  const quotas = openQuotas(LIMITS)
  await quotas.take(sender('a'), 1000)
  for (let i = 0; i < 1000; i++) await wait(quotas.take(sender('a'), 1000))
  vi.advanceTimersByTime(10_000)
  expect(await wait(quotas.take(sender('a'), 1))).toBe(0)
})

test('a network is limited over all browser keys, but not for the secret key of a server', async () => {
  const quotas = openQuotas(LIMITS)
  expect(await wait(quotas.take(sender('a', 7), 300))).toBe(0)
  expect(await wait(quotas.take(sender('b', 7), 300))).toBe(0)
  expect(await wait(quotas.take(sender('c', 7), 1))).toBe(12)
  expect(await wait(quotas.admit({ slot: 7, key: null }))).toBe(12)
  expect(await wait(quotas.take(sender('a', 8), 1))).toBe(0)
  expect(await wait(quotas.take(sender('s', 7, { kind: 'server' }), 1))).toBe(0)
})

test('refusals stop a key and a network too', async () => {
  const quotas = openQuotas(LIMITS)
  await quotas.chargeRefusals({ slot: 7, key: null }, 10)
  await expect(quotas.admit({ slot: 7, key: null })).rejects.toMatchObject({
    code: 'quota_exceeded',
    details: { quota: 'refusals', of: 'network', per_minute: 60 },
  })
  await quotas.chargeRefusals(sender('a'), 200)
  expect(await wait(quotas.admit(sender('a')))).toBe(20)
})
