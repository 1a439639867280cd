import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Queue, SUSPECT_ATTEMPTS } from '../../src/queue/queue.ts'
import { testDurability } from './queueDurability.ts'
import {
  type Ack,
  byKey,
  envelope,
  type Open,
  type QueueUnderTest,
  receiveAll,
  withoutDelivery,
} from './queueUnderTest.ts'

// The contract of the Queue port, as tests for every adapter. `open` connects a client to the same queue; each client represents a
// separate process.

export function testQueue(name: string, connect: () => Promise<QueueUnderTest>): void {
  describe(`${name}, as a queue,`, () => {
    let under: QueueUnderTest
    const opened: Queue[] = []
    const open = () => {
      const queue = under.open()
      opened.push(queue)
      return queue
    }

    beforeAll(async () => {
      under = await connect()
    })
    beforeEach(() => under.empty())
    afterAll(() => Promise.all(opened.map((queue) => queue.close())))

    const ack: Ack = async (queue, { envelopes, unreadable }) => {
      const deliveries = [...envelopes, ...unreadable]
      if (queue.durability === 'ack-after-commit') await queue.ack(deliveries)
      else await under.sql.begin((tx) => queue.ack(deliveries, tx))
    }

    testDelivery(open, ack)
    testCrashes(open, ack, () => under)
    testSharing(open, ack)
    testDurability(open, ack, () => under)
  })
}

function testDelivery(open: Open, ack: Ack): void {
  test('delivers complete envelopes, with the time they were queued', async () => {
    const before = Date.now() - 1000
    const sent = [envelope(2), { ...envelope(1), ivt: 'prefetch' as const, lost: { stale: 1, overflow: 2 } }]
    await open().push(sent)
    const worker = open()
    const batches = await receiveAll(worker)
    const received = batches.flatMap((batch) => batch.envelopes)
    expect(received.map(withoutDelivery).sort(byKey)).toEqual([...sent].sort(byKey))
    expect(received.map(({ events }) => events).sort()).toEqual([1, 2])
    for (const { arrived } of received) expect(JSON.parse(arrived!)).toHaveLength(1)
    for (const { queuedAt, attempts } of received) {
      expect(attempts).toBe(1)
      expect(queuedAt.getTime()).toBeGreaterThan(before)
    }
    for (const batch of batches) await ack(worker, batch)
    expect(await open().receive(1000)).toBeNull()
  })

  test('keeps any text: quotes, backslashes, line breaks, every language', async () => {
    const key = `"'\\\n\r\t{}[],日本語 \u{1f600} \u2028 $1 %s`
    await open().push([{ ...envelope(1), keyId: key }])
    const [batch] = await receiveAll(open())
    expect(batch!.envelopes[0]!.keyId).toBe(key)
  })

  test('still has acknowledged envelopes when the pushing process is gone', async () => {
    const door = open()
    await Promise.all(Array.from({ length: 50 }, () => door.push([envelope(1)])))
    await door.close()
    expect((await open().depth()).waitingEnvelopes).toBe(50)
  })

  test('gives about as many events as asked for, and at least one envelope', async () => {
    const queue = open()
    await queue.push([envelope(30), envelope(30), envelope(30)])
    const first = (await queue.receive(1))!
    expect(first.envelopes.length).toBe(1)
    const second = (await queue.receive(60))!
    expect(second.envelopes.length).toBe(2)
    expect(await queue.receive(1000)).toBeNull()
  })

  test('reports how much waits, how much is in progress, and since when', async () => {
    const queue = open()
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 0, inFlightEnvelopes: 0 })
    expect(await queue.oldest()).toBeNull()
    await queue.push([envelope(3), envelope(4)])
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 2, waitingEvents: 7, inFlightEnvelopes: 0 })
    const batch = (await queue.receive(1))!
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 1, waitingEvents: 7, inFlightEnvelopes: 1 })
    // What is in hand counts as waiting: it is not acknowledged.
    expect(await queue.oldest()).toEqual(batch.envelopes[0]!.queuedAt)
    expect((await queue.oldest())!.getTime()).toBeLessThanOrEqual(Date.now() + 1000)
    await ack(queue, batch)
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 1, waitingEvents: 4, inFlightEnvelopes: 0 })
  })
}

function testCrashes(open: Open, ack: Ack, under: () => QueueUnderTest): void {
  test('redelivers envelopes of a dead process, with that attempt counted', async () => {
    await open().push([envelope(1)])
    for (const attempt of [1, 2, 3]) {
      const worker = open()
      const batch = (await worker.receive(1000))!
      expect(batch.envelopes[0]!.attempts).toBe(attempt)
      await under().kill(worker)
      expect(await open().receive(1000)).toBeNull()
      await under().expireLeases()
    }
  })

  test('redelivers a handed-back envelope at once, and counts the attempt or not, as requested', async () => {
    const queue = open()
    await queue.push([envelope(1)])
    for (const [countAttempt, next] of [
      [true, 2],
      [false, 2],
      [true, 3],
    ] as const) {
      await queue.nack((await queue.receive(1000))!.envelopes, { countAttempt })
      const again = (await queue.receive(1000))!
      expect(again.envelopes[0]!.attempts).toBe(next)
      await queue.nack(again.envelopes, { countAttempt: false })
    }
  })

  test('ignores a late nack of an envelope that another worker has now', async () => {
    await open().push([envelope(1)])
    const [slow, other] = [open(), open()]
    const late = (await slow.receive(1000))!
    await under().expireLeases()
    const now = (await other.receive(1000))!
    await slow.nack(late.envelopes, { countAttempt: true })
    expect(await open().receive(1000)).toBeNull()
    await ack(other, now)
    expect(await open().oldest()).toBeNull()
  })

  test('hands back some envelopes of a batch and keeps the others', async () => {
    const queue = open()
    await queue.push([envelope(1), envelope(1), envelope(1)])
    const { envelopes } = (await queue.receive(1000))!
    await queue.nack([], { countAttempt: true })
    await queue.nack(envelopes.slice(0, 1), { countAttempt: false })
    await ack(queue, { envelopes: envelopes.slice(1, 2), unreadable: [] })
    const again = await receiveAll(queue)
    expect(again.flatMap((batch) => batch.envelopes.map(({ id }) => id))).toEqual([envelopes[0]!.id])
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 0, inFlightEnvelopes: 2 })
  })

  test('delivers failed envelopes separately, so that no others are suspected', async () => {
    const queue = open()
    const suspect = envelope(1)
    await queue.push([suspect])
    for (let i = 0; i < SUSPECT_ATTEMPTS; i++)
      await queue.nack((await queue.receive(1000))!.envelopes, { countAttempt: true })
    await queue.push([envelope(1), envelope(1)])
    const sizes = (await receiveAll(queue)).map(({ envelopes }) => envelopes.map(({ attempts }) => attempts))
    expect(sizes.sort()).toEqual([[1, 1], [SUSPECT_ATTEMPTS + 1]])
  })
}

function testSharing(open: Open, ack: Ack): void {
  test('never gives one envelope to two workers, and all envelopes to some worker', async () => {
    const door = open()
    const sent = Array.from({ length: 120 }, () => envelope(1))
    const taken: string[] = []
    let isPushing = true
    const worker = async () => {
      const queue = open()
      for (;;) {
        const batch = await queue.receive(7)
        if (batch !== null) {
          taken.push(...batch.envelopes.map(({ keyId }) => keyId))
          await ack(queue, batch)
        } else if (!isPushing && (await queue.depth()).waitingEnvelopes === 0) return
      }
    }
    const workers = [worker(), worker(), worker()]
    for (let i = 0; i < sent.length; i += 3) await door.push(sent.slice(i, i + 3))
    isPushing = false
    await Promise.all(workers)
    expect(taken.sort()).toEqual(sent.map(({ keyId }) => keyId).sort())
    expect(await open().depth()).toMatchObject({ waitingEnvelopes: 0, inFlightEnvelopes: 0 })
  })
}
