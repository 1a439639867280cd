import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sql } from '../store/db.ts'
import { type Claim, type Envelope, LeaseLost, type Queue, SUSPECT_ATTEMPTS } from './queue.ts'

// What every adapter of the Queue port promises, as tests. `open` connects a client to one and the same queue; each
// stands for a process of its own.

export interface QueueUnderTest {
  open(): Queue
  /** A database in which `removeWithin` can take part. */
  readonly sql: Sql
  /** Leaves the queue without envelopes. */
  empty(): Promise<void>
  /** What time does to the claims of a dead process: their leases run out. */
  expireLeases(): Promise<void>
  /** The client's process dies without a word. */
  kill(queue: Queue): Promise<void>
}

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

    const remove = async (claim: Claim) => {
      await under.sql.begin((tx) => claim.removeWithin(tx))
      await claim.removeAfterCommit()
    }

    testDelivery(open, remove)
    testCrashes(open, remove, () => under)
    testSharing(open, remove)
  })
}

type Open = () => Queue
type Remove = (claim: Claim) => Promise<void>

function testDelivery(open: Open, remove: Remove): void {
  test('hands out what was pushed, whole, and says when it was queued', async () => {
    const before = Date.now() - 1000
    const sent = [envelope(2), { ...envelope(1), ivt: 'prefetch' as const, lost: { stale: 1, overflow: 2 } }]
    await open().push(sent)
    const claims = await takeAll(open())
    const received = claims.flatMap((claim) => claim.envelopes)
    expect(received.map(({ id: _, queuedAt, attempts, ...rest }) => rest).sort(byKey)).toEqual([...sent].sort(byKey))
    for (const { queuedAt, attempts } of received) {
      expect(attempts).toBe(1)
      expect(queuedAt.getTime()).toBeGreaterThan(before)
    }
    for (const claim of claims) await remove(claim)
    expect(await open().take(1000)).toBeNull()
  })

  test('keeps any text: quotes, backslashes, line breaks, every language', async () => {
    const key = `"'\\\n\r\t{}[],日本語 \u{1f600} \u2028 $1 %s`
    await open().push([{ ...envelope(1), keyId: key }])
    const [claim] = await takeAll(open())
    expect(claim!.envelopes[0]!.keyId).toBe(key)
  })

  test('has what was acknowledged when the process that pushed it is gone', async () => {
    const door = open()
    await Promise.all(Array.from({ length: 50 }, () => door.push([envelope(1)])))
    await door.close()
    expect((await open().depth()).waitingEnvelopes).toBe(50)
  })

  test('takes about as many events as asked for, and at least one envelope', async () => {
    const queue = open()
    await queue.push([envelope(30), envelope(30), envelope(30)])
    const first = (await queue.take(1))!
    expect(first.envelopes.length).toBe(1)
    const second = (await queue.take(60))!
    expect(second.envelopes.length).toBe(2)
    expect(await queue.take(1000)).toBeNull()
  })

  test('tells how much waits, how much is in hand, and since when', async () => {
    const queue = open()
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 0, inFlightEnvelopes: 0, oldestQueuedAt: null })
    await queue.push([envelope(3), envelope(4)])
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 2, waitingEvents: 7, inFlightEnvelopes: 0 })
    const claim = (await queue.take(1))!
    const depth = await queue.depth()
    expect(depth).toMatchObject({ waitingEnvelopes: 1, inFlightEnvelopes: 1 })
    expect(depth.oldestQueuedAt!.getTime()).toBeLessThanOrEqual(Date.now() + 1000)
    await remove(claim)
    expect(await queue.depth()).toMatchObject({ waitingEnvelopes: 1, waitingEvents: 4, inFlightEnvelopes: 0 })
  })
}

function testCrashes(open: Open, remove: Remove, under: () => QueueUnderTest): void {
  test('delivers again what a dead process had taken, and has counted that attempt', async () => {
    await open().push([envelope(1)])
    for (const attempt of [1, 2, 3]) {
      const worker = open()
      const claim = (await worker.take(1000))!
      expect(claim.envelopes[0]!.attempts).toBe(attempt)
      await under().kill(worker)
      expect(await open().take(1000)).toBeNull()
      await under().expireLeases()
    }
  })

  test('rolls back the transaction of a worker whose claim another one has taken over', async () => {
    const { sql } = under()
    await open().push([envelope(1)])
    const slow = (await open().take(1000))!
    await under().expireLeases()
    const other = (await open().take(1000))!
    await sql`create table if not exists contract_rows (n integer)`
    const handled = sql.begin(async (tx) => {
      await tx`insert into contract_rows values (1)`
      await slow.removeWithin(tx)
    })
    await expect(handled).rejects.toBeInstanceOf(LeaseLost)
    expect(await sql`select * from contract_rows`).toHaveLength(0)
    await remove(other)
    expect(await open().take(1000)).toBeNull()
  })

  test('delivers again what was removed in a transaction that did not commit', async () => {
    await open().push([envelope(1)])
    const queue = open()
    const claim = (await queue.take(1000))!
    const failed = under().sql.begin(async (tx) => {
      await claim.removeWithin(tx)
      throw new Error('no commit')
    })
    await expect(failed).rejects.toThrow('no commit')
    await claim.giveBack({ countAttempt: false })
    expect((await queue.take(1000))!.envelopes[0]!.attempts).toBe(1)
  })

  test('offers at once what is given back, and counts the attempt or not, as told', async () => {
    const queue = open()
    await queue.push([envelope(1)])
    for (const [countAttempt, next] of [
      [true, 2],
      [false, 2],
      [true, 3],
    ] as const) {
      await (await queue.take(1000))!.giveBack({ countAttempt })
      const again = (await queue.take(1000))!
      expect(again.envelopes[0]!.attempts).toBe(next)
      await again.giveBack({ countAttempt: false })
    }
  })

  test('does not let a late giving back touch the claim of whoever has it now', async () => {
    await open().push([envelope(1)])
    const slow = (await open().take(1000))!
    await under().expireLeases()
    const now = (await open().take(1000))!
    await slow.giveBack({ countAttempt: true })
    expect(await open().take(1000)).toBeNull()
    await remove(now)
  })

  test('replaces an envelope by its parts, with the attempts that stand behind them', async () => {
    const queue = open()
    await queue.push([envelope(4), envelope(1)])
    const claim = (await queue.take(1000))!
    const large = claim.envelopes.find(({ exposures }) => exposures.length === 4)!
    const half = (from: number) => ({ ...envelope(0), exposures: large.exposures.slice(from, from + 2) })
    await claim.split(large, [half(0), half(2)], { attempts: 1 })
    await claim.giveBack({ countAttempt: false })
    const parts = (await takeAll(queue)).flatMap(({ envelopes }) => envelopes)
    expect(parts.map(({ exposures, attempts }) => `${exposures.length} events, attempt ${attempts}`).sort()).toEqual([
      '1 events, attempt 1',
      '2 events, attempt 2',
      '2 events, attempt 2',
    ])
    const ids = parts.flatMap(({ exposures }) => exposures).map(({ event_id }) => event_id)
    expect(ids).toEqual(expect.arrayContaining(large.exposures.map(({ event_id }) => event_id)))
  })

  test('hands out alone what has failed before, so that those beside it are not suspected with it', async () => {
    const queue = open()
    const suspect = envelope(1)
    await queue.push([suspect])
    for (let i = 0; i < SUSPECT_ATTEMPTS; i++) await (await queue.take(1000))!.giveBack({ countAttempt: true })
    await queue.push([envelope(1), envelope(1)])
    const sizes = (await takeAll(queue)).map(({ envelopes }) => envelopes.map(({ attempts }) => attempts))
    expect(sizes.sort()).toEqual([[1, 1], [SUSPECT_ATTEMPTS + 1]])
  })
}

function testSharing(open: Open, remove: Remove): void {
  test('never gives one envelope to two takers, and all envelopes to somebody', async () => {
    const door = open()
    const sent = Array.from({ length: 120 }, () => envelope(1))
    const taken: string[] = []
    let isPushing = true
    const worker = async () => {
      const queue = open()
      for (;;) {
        const claim = await queue.take(7)
        if (claim !== null) {
          taken.push(...claim.envelopes.map(({ keyId }) => keyId))
          await remove(claim)
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

async function takeAll(queue: Queue): Promise<Claim[]> {
  const claims: Claim[] = []
  for (let claim = await queue.take(1000); claim !== null; claim = await queue.take(1000)) claims.push(claim)
  return claims
}

const byKey = (a: Envelope, b: Envelope) => (a.keyId < b.keyId ? -1 : 1)

/** An envelope of `events` exposures; its keyId tells it from all others. */
function envelope(events: number): Envelope {
  const exposure = () => ({
    ...{ event_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', exposure_unit_id: randomUUID() },
    ...{
      exposure_type: 'card' as const,
      user_id: randomUUID(),
      timestamp: 1_780_000_000_000,
      session_id: randomUUID(),
    },
    ...{ is_clickable: true, algorithm_version: 'v1' },
  })
  return {
    ...{ keyId: randomUUID(), keyKind: 'browser', receivedAt: 1_780_000_000_000, ivt: null },
    ...{ exposures: Array.from({ length: events }, exposure), renders: [], clicks: [], conversions: [], refused: [] },
  }
}
