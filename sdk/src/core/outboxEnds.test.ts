import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KEEPALIVE_BYTES } from './outbox.ts'
import { busy, setUp } from './outboxSetUp.ts'
import type { Answer } from './transport.ts'

// How sending ends: the page is left, or the server rejects permanently.

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-22T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('a page that is left sends everything at once, even during a pause', async () => {
  const { outbox, sent, add } = setUp([busy])
  add(2)
  await outbox.flush()
  add(80)
  outbox.leave()
  expect(sent.map(({ ids, keepalive }) => [ids.length, keepalive])).toEqual([
    [2, false],
    [50, true],
    [32, true],
  ])
})

test('only a page that is left uses keepalive, within its share; the rest goes without', async () => {
  const { outbox, sent, shared, add } = setUp([], 'x'.repeat(KEEPALIVE_BYTES - 2000))
  add(10)
  await outbox.flush()
  expect(sent.map(({ keepalive }) => keepalive)).toEqual([false])
  add(40)
  outbox.leave()
  add(2)
  outbox.leave()
  expect(shared.bytes).toBeLessThanOrEqual(KEEPALIVE_BYTES)
  expect(sent.map(({ ids, keepalive }) => [ids.length, keepalive])).toEqual([
    [10, false],
    [40, true],
    [2, false],
  ])
  await vi.advanceTimersByTimeAsync(0)
  expect(shared.bytes).toBe(0)
})

test('when a batch exceeds the keepalive share, a page that is left sends what fits with keepalive', async () => {
  const { outbox, sent, add } = setUp()
  const text = 'x'.repeat(1000)
  for (let id = 1; id <= 40; id++) outbox.add({ id, at: Date.now(), text } as { id: number; at: number })
  add(0)
  outbox.leave()
  expect(sent.map(({ ids, keepalive }) => [ids.length, keepalive])).toEqual([
    [25, true],
    [3, true],
    [12, false],
  ])
})

test('items in flight when the page is left are sent again with keepalive, and done when either request arrives', async () => {
  const { outbox, sent, add } = setUp([Promise.reject(new TypeError('aborted'))])
  add(3)
  const flushed = outbox.flush()
  await vi.advanceTimersByTimeAsync(0)
  expect(outbox.unsent()).toHaveLength(3)
  await flushed
  const again = setUp([new Promise<Answer>(() => {})])
  again.add(3)
  void again.outbox.flush()
  await vi.advanceTimersByTimeAsync(0)
  again.outbox.leave()
  again.outbox.leave()
  expect(again.sent.map(({ ids, keepalive }) => [ids.join(), keepalive])).toEqual([
    ['1,2,3', false],
    ['1,2,3', true],
  ])
  await vi.advanceTimersByTimeAsync(0)
  expect(again.outbox.unsent()).toEqual([])
  expect(sent).toHaveLength(1)
})

test.each([401, 403])('after %i nothing is sent, and recorded items are counted as lost', async (status) => {
  const { outbox, sent, add } = setUp([{ status, retryAfter: null }])
  add(60)
  await outbox.flush()
  add(5)
  outbox.leave()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(sent).toHaveLength(1)
  expect(outbox.unsent()).toEqual([])
  expect(outbox.lost()).toEqual([{ stale: 0, overflow: 65 }])
})

test('a permanently rejected batch is reported as lost with the next', async () => {
  const { outbox, sent, add } = setUp([{ status: 404, retryAfter: null }])
  add(2)
  await outbox.flush()
  add(1)
  await outbox.flush()
  expect(sent.map(({ lost }) => lost)).toEqual(['0,0', '0,2'])
  expect(outbox.lost()).toEqual([{ stale: 0, overflow: 0 }])
})

test('discarded events of earlier pages are reported, and again only if that request failed', async () => {
  const { outbox, sent, add } = setUp([busy])
  outbox.addLost({ stale: 1, overflow: 2 })
  add(1)
  await outbox.flush()
  await vi.advanceTimersByTimeAsync(60_000)
  add(1)
  await outbox.flush()
  expect(sent.map(({ lost }) => lost)).toEqual(['1,2', '1,2', '0,0'])
})
