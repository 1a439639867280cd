import { expect, test, vi } from 'vitest'
import { type Item, pack } from './wire.ts'

const noted = (at: number): Item => ({
  kind: 'render',
  fields: { render_id: 'r', placement_id: 'p', slots_available: 2, slots_filled: 1 },
  at,
  sessionId: 's',
})
const known = { writeKey: 'k', userId: 'u', offset: 0, lost: { stale: 0, overflow: 0 } }
const renders = (body: string) => JSON.parse(body).renders

test('the time of an event is corrected once, and the same on every retry', () => {
  const items = [noted(Date.now())]
  const first = renders(pack(items, { ...known, offset: 3_600_000 }).body)
  const second = renders(pack(items, { ...known, offset: 0 }).body)
  expect(Date.parse(first[0].timestamp) - items[0]!.at).toBe(3_600_000)
  expect(second).toEqual(first)
})

test('an event that waited for 9 minutes says so', () => {
  vi.useFakeTimers({ now: 1_000_000 })
  const items = [noted(Date.now())]
  expect(renders(pack(items, known).body)[0]).not.toHaveProperty('queued')
  vi.advanceTimersByTime(9 * 60_000 + 1)
  expect(renders(pack(items, known).body)[0].queued).toBe(true)
  vi.useRealTimers()
})

test('losses are told only when there are some', () => {
  expect(JSON.parse(pack([], known).body)).not.toHaveProperty('dropped')
  expect(JSON.parse(pack([], { ...known, lost: { stale: 1, overflow: 2 } }).body).dropped).toEqual({
    stale: 1,
    overflow: 2,
  })
})
