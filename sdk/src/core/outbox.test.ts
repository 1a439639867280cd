import { LIMITS, MAX_AGE_MS as SERVER_MAX_AGE_MS } from '@bx/contracts/events/values'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BUFFER_EVENTS, BUFFER_MS, createOutbox, MAX_AGE_MS } from './outbox.ts'
import { busy, setUp, taken } from './outboxSetUp.ts'
import type { Answer } from './transport.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-22T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('the limits are those of the contract', () => {
  expect([BUFFER_EVENTS, BUFFER_MS]).toEqual([LIMITS.bufferEvents, LIMITS.bufferMs])
  expect(MAX_AGE_MS).toBe(SERVER_MAX_AGE_MS.queued)
})

test('events are handed on after 5 seconds, or at once when there are 50', async () => {
  const { sent, add } = setUp()
  add(1)
  await vi.advanceTimersByTimeAsync(4999)
  expect(sent).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toHaveLength(1)
  add(50)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent[1]!.ids).toHaveLength(50)
})

test('a batch that is too large for a request without a header is sent in halves, without loss', async () => {
  const sent: number[] = []
  const outbox = createOutbox<{ id: number; at: number; text: string }>({
    ready: async () => {},
    pack: (items) => JSON.stringify(items),
    onSettled: () => {},
    async post(body) {
      expect(new Blob([body]).size).toBeLessThan(64 * 1024)
      sent.push(JSON.parse(body).length)
      return taken
    },
    shared: { bytes: 0 },
  })
  for (let id = 1; id <= 50; id++) outbox.add({ id, at: Date.now(), text: '\u00e9'.repeat(1000) })
  await vi.advanceTimersByTimeAsync(BUFFER_MS)
  expect(sent).toEqual([25, 25])
})

test.each([429, 503])(
  'a batch refused with %i is sent again unchanged, after Retry-After, and nothing overtakes it',
  async (status) => {
    const { outbox, sent, add } = setUp([{ ...busy, status }])
    add(3)
    await outbox.flush()
    add(60)
    await outbox.flush()
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(8000)
    expect(sent[1]!.ids.slice(0, 4)).toEqual([1, 2, 3, 1])
    expect(sent[1]!.at - sent[0]!.at).toBeGreaterThanOrEqual(7000)
  },
)

test('a key above its quota loses no event', async () => {
  const { outbox, sent, add } = setUp(Array<Answer>(5).fill({ status: 429, retryAfter: '10' }))
  add(120)
  await outbox.flush()
  expect(outbox.unsent()).toHaveLength(120)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(outbox.unsent()).toEqual([])
  const last = sent.slice(5)
  expect(last.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1))
  expect(last.map(({ lost }) => lost)).toEqual(['0,0', '0,0', '0,0'])
  for (let i = 1; i <= 5; i++) expect(sent[i]!.at - sent[i - 1]!.at).toBeGreaterThanOrEqual(10_000)
})

test('one batch is in flight at a time', async () => {
  let answer = (_: Answer) => {}
  const { outbox, sent, add } = setUp([new Promise<Answer>((resolve) => (answer = resolve))])
  add(120)
  void outbox.flush()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent).toHaveLength(1)
  answer(taken)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.map(({ ids }) => ids.length)).toEqual([50, 50, 20])
})

test('beyond 1000 the oldest are dropped, and reported to the server once', async () => {
  const { outbox, sent, add } = setUp([busy, busy])
  add(1)
  await outbox.flush()
  add(1005)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(sent.map((batch) => batch.lost)).toEqual(['0,0', '0,6', '0,6', ...Array(19).fill('0,0')])
  expect(sent[2]!.ids[0]).toBe(6)
})

test('events older than a day are discarded and counted', async () => {
  const { outbox, sent, add } = setUp()
  add(2, Date.now() - MAX_AGE_MS - 1)
  await outbox.flush()
  expect(sent).toHaveLength(0)
  add(1)
  await outbox.flush()
  expect(sent.map(({ lost }) => lost)).toEqual(['2,0'])
})

test('forgotten items are not sent, and a batch in flight is not retried', async () => {
  const { outbox, sent, add } = setUp([busy])
  add(1)
  const flushed = outbox.flush()
  await vi.advanceTimersByTimeAsync(0)
  add(1)
  outbox.forget(outbox.unsent())
  await flushed
  await vi.advanceTimersByTimeAsync(120_000)
  expect(sent).toHaveLength(1)
})
