import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Sql, Tx } from '../src/db/client.ts'
import { openPool } from '../src/db/openPool.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

// PostgreSQL ends a session during a transaction (an operator, an idle timeout, the kernel). An unguarded driver then throws
// outside of any promise, which ends the process; Vitest fails such a file.

let database: TestDatabase
let sql: Sql

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
})
beforeEach(() => {
  sql = openPool({ url: database.url, max: 1, name: 'test victim' })
  return () => sql.end({ timeout: 1 })
})

async function endSessions(): Promise<void> {
  await database.owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test victim'`
}

const MOMENTS: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
  'under a statement': async (tx) => {
    void sleep(50).then(endSessions)
    await tx`select pg_sleep(5)`
  },
  'under a statement behind a savepoint': async (tx) => {
    void sleep(50).then(endSessions)
    await tx.savepoint((inner) => inner`select pg_sleep(5)`)
  },
  'between two statements': async (tx) => {
    await tx`select 1`
    await endSessions()
    await sleep(100)
    await tx`select 2`
  },
  'between a statement and a savepoint': async (tx) => {
    await tx`select 1`
    await endSessions()
    await sleep(100)
    await tx.savepoint((inner) => inner`select 2`)
  },
}

test.each(Object.entries(MOMENTS))('a session that is ended %s fails its transaction only', async (_name, work) => {
  await expect(sql.begin(work)).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|CONNECTION_CLOSED)$/) })
  await sleep(200)
  const began = performance.now()
  // The driver may fail the first statement with the end of the old session; callers retry after such a code.
  const ask = () => sql`select 1 as n`
  expect(await ask().catch(ask)).toEqual([{ n: 1 }])
  expect(performance.now() - began).toBeLessThan(5000)
})

test('a transaction that fails over the lost connection of another pool is rolled back, and its own goes on', async () => {
  const lost = Object.assign(new Error('lost'), { code: 'CONNECTION_CLOSED' })
  await sql`create temp table kept (n int)`
  await expect(
    sql.begin(async (tx) => {
      await tx`insert into kept values (1)`
      throw lost
    }),
  ).rejects.toBe(lost)
  expect(await sql`select n from kept`).toEqual([])
})
