import { expect, test, vi } from 'vitest'
import { type Item, pack, seal } from './wire.ts'

const owner = { id: '80000000-0000-4000-8000-000000000000' }
const noted = (kind: Item['kind'], at = Date.now()): Item => ({ kind, fields: {}, at, owner })
const known = { offset: 0, sampleRate: 1 }
const none = { stale: 0, overflow: 0 }
const packed = (items: readonly Item[], lost = none) => JSON.parse(pack(items, 'k', lost))

test('the time of an event is corrected once, and the same on every retry', () => {
  const item = noted('render')
  seal(item, { ...known, offset: 3_600_000 })
  const first = packed([item])
  seal(item, known)
  expect(Date.parse(first.renders[0].timestamp) - item.at).toBe(3_600_000)
  expect(packed([item])).toEqual(first)
})

test('an event waits until its person is known, and keeps it', () => {
  const item: Item = { kind: 'click', fields: {}, at: 0, owner: {} }
  seal(item, known)
  expect(item.fields).toEqual({})
  item.owner!.id = 'a'
  seal(item, known)
  item.owner = { id: 'b' }
  expect(item.fields).toMatchObject({ user_id: 'a', timestamp: '1970-01-01T00:00:00.000Z' })
})

test('an event that waited for 9 minutes, or was kept on the device, says so', () => {
  vi.useFakeTimers({ now: 1_000_000 })
  const item = noted('render')
  expect(packed([item]).renders[0]).not.toHaveProperty('queued')
  expect(packed([{ ...item, queued: true }]).renders[0].queued).toBe(true)
  vi.advanceTimersByTime(9 * 60_000 + 1)
  expect(packed([item]).renders[0].queued).toBe(true)
  vi.useRealTimers()
})

test('losses are reported only when there are some', () => {
  expect(packed([noted('click')])).not.toHaveProperty('dropped')
  expect(packed([], { stale: 1, overflow: 2 }).dropped).toEqual({ stale: 1, overflow: 2 })
})

test('exposures are sent for the share of users in the sample, clicks and renders for all', () => {
  const kinds = ['exposure', 'click', 'render'] as const
  const sentAt = (sampleRate: number) => {
    const items = kinds.map((kind) => noted(kind))
    for (const item of items) seal(item, { ...known, sampleRate })
    return packed(items)
  }
  expect(sentAt(0.6).events).toMatchObject([{ sample_rate: 0.6 }, {}])
  expect(sentAt(0.4).events).toHaveLength(1)
  expect(sentAt(0.4).renders).toHaveLength(1)
  expect(sentAt(1).events[0]).not.toHaveProperty('sample_rate')
})

test('nothing is left to send when the user is not in the sample', () => {
  const item = noted('exposure')
  seal(item, { ...known, sampleRate: 0.1 })
  expect(pack([item], 'k', none)).toBe('')
})
