import { expect, test } from 'vitest'
import { LeaseLost } from '../../src/queue/queue.ts'
import {
  type Ack,
  envelope,
  type Open,
  type QueueUnderTest,
  receiveAll,
  transactional,
  withoutDelivery,
} from './queueUnderTest.ts'

// The part of the contract about acknowledgements: with the commit of the facts, or after it.

export function testDurability(open: Open, ack: Ack, under: () => QueueUnderTest): void {
  test('rolls back the transaction of a worker whose envelopes another one has taken over', async ({ skip }) => {
    const { sql } = under()
    await open().push([envelope(1)])
    const [slowQueue, otherQueue] = [transactional(open()), open()]
    if (slowQueue === null) return skip('acknowledges after the commit')
    const slow = (await slowQueue.receive(1000))!
    await under().expireLeases()
    const other = (await otherQueue.receive(1000))!
    await sql`create table if not exists contract_rows (n integer)`
    const handled = sql.begin(async (tx) => {
      await tx`insert into contract_rows values (1)`
      await slowQueue.ack(slow.envelopes, tx)
    })
    await expect(handled).rejects.toBeInstanceOf(LeaseLost)
    expect(await sql`select * from contract_rows`).toHaveLength(0)
    await ack(otherQueue, other)
    expect(await open().receive(1000)).toBeNull()
  })

  test('redelivers envelopes acknowledged in a transaction that did not commit', async ({ skip }) => {
    const queue = transactional(open())
    if (queue === null) return skip('acknowledges after the commit')
    await queue.push([envelope(1)])
    const { envelopes } = (await queue.receive(1000))!
    const failed = under().sql.begin(async (tx) => {
      await queue.ack(envelopes, tx)
      throw new Error('no commit')
    })
    await expect(failed).rejects.toThrow('no commit')
    await queue.nack(envelopes, { countAttempt: false })
    expect((await queue.receive(1000))!.envelopes[0]!.attempts).toBe(1)
  })

  test('queues within a transaction, with the attempts and the time that are named', async ({ skip }) => {
    const queue = transactional(open())
    if (queue === null) return skip('knows nothing of transactions')
    const [kept, forgotten] = [envelope(2), envelope(2)]
    const options = { queuedAt: new Date(Date.now() - 60_000), attempts: 1 }
    await under().sql.begin((tx) => queue.pushWithin(tx, [kept], options))
    const failed = under().sql.begin(async (tx) => {
      await queue.pushWithin(tx, [forgotten], options)
      throw new Error('no commit')
    })
    await expect(failed).rejects.toThrow('no commit')
    const received = (await receiveAll(queue)).flatMap((batch) => batch.envelopes)
    expect(received.map(withoutDelivery)).toEqual([kept])
    expect(received[0]).toMatchObject({ attempts: 2, queuedAt: options.queuedAt })
  })

  test('redelivers handled but unacknowledged envelopes with the same id', async ({ skip }) => {
    const worker = open()
    if (transactional(worker) !== null) return skip('acknowledges with the commit')
    await worker.push([envelope(1)])
    const first = (await worker.receive(1000))!
    await under().kill(worker)
    await under().expireLeases()
    const queue = open()
    const again = (await queue.receive(1000))!
    expect(again.envelopes.map(({ id }) => id)).toEqual(first.envelopes.map(({ id }) => id))
    await ack(queue, first) // late: the envelope is handled
    expect(await queue.oldest()).toBeNull()
    await ack(queue, again)
  })
}
