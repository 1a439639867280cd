import { beforeAll, expect, test } from 'vitest'
import { uuidTime } from '../src/lib/ids.ts'
import { postgresQueue } from '../src/queue/postgres.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope } from './support/pipeline.ts'
import { testQueue } from './support/queueContract.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
})

testQueue('PostgreSQL', async () => {
  const { app, owner } = database
  return {
    open: () => postgresQueue({ ingest: app, worker: app }),
    sql: owner,
    empty: async () => void (await owner`delete from ingest_inbox`),
    expireLeases: async () => void (await owner`update ingest_inbox set lease_until = now() - interval '1 second'`),
    kill: (queue) => queue.close(),
  }
})

test('PostgreSQL refuses with 503 what would wait in memory without bound, and what cannot be written', async () => {
  const { app, owner } = database
  await owner`delete from ingest_inbox`
  const small = postgresQueue({ ingest: app, worker: app, maxPendingBytes: 1000 })
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => small.push([envelope({})])))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'queue_unavailable', status: 503 })
  expect((await small.depth()).waitingEnvelopes).toBe(results.length - refused.length)
  await small.close()
})

test('what waits since before envelopes had ids has UUIDv7s of its own', async () => {
  const { app, owner } = database
  await owner`delete from ingest_inbox`
  const payload = JSON.stringify({ ...envelope({}), id: undefined })
  await owner`insert into ingest_inbox (events, payload) select 0, ${payload} from generate_series(1, 50)`
  const queue = postgresQueue({ ingest: app, worker: app })
  const { envelopes } = (await queue.receive(1000))!
  expect(new Set(envelopes.map(({ id }) => id)).size).toBe(50)
  for (const { id } of envelopes) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Math.abs(uuidTime(id)! - Date.now())).toBeLessThan(60_000)
  }
  await queue.close()
})

test('PostgreSQL renews the leases of work in hand, and waits for no row that is being removed', async () => {
  const { app, owner } = database
  await owner`delete from ingest_inbox`
  const queue = postgresQueue({ ingest: app, worker: app })
  await queue.push([envelope({}), envelope({})])
  const batch = (await queue.receive(1000))!
  const leases = async () =>
    (await owner<{ at: Date }[]>`select lease_until as at from ingest_inbox order by envelope_id`).map(({ at }) =>
      at.getTime(),
    )
  const [first] = await leases()
  await owner.begin(async (tx) => {
    await tx`delete from ingest_inbox where envelope_id = ${Number(batch.envelopes[1]!.ref)}`
    await expect.poll(async () => (await leases())[0], { timeout: 15_000 }).toBeGreaterThan(first!)
  })
  await queue.close()
})
