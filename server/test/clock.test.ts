import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

// A moved clock (TEST_NOW) must move everything: code and rows that disagree about the time would fail other tests for no fault.

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
})

test('the code and both logins of its database say the same time, which runs on', async () => {
  for (const sql of [database.owner, database.app]) {
    const before = Date.now()
    const [row] = await sql<{ now: Date; clock: Date; began: Date }[]>`
      select now() as now, clock_timestamp() as clock, xact_start as began from pg_stat_activity where pid = pg_backend_pid()`
    for (const time of Object.values(row!)) {
      expect(time.getTime()).toBeGreaterThanOrEqual(before - 1000)
      expect(time.getTime()).toBeLessThanOrEqual(Date.now() + 1000)
    }
  }
})

test.runIf(process.env.TEST_NOW !== undefined)('TEST_NOW is when the file began', () => {
  const since = Date.now() - Date.parse(process.env.TEST_NOW!)
  expect(since).toBeGreaterThanOrEqual(0)
  expect(since).toBeLessThan(120_000)
})

test('a row that is stored without a time has that time', async () => {
  const before = Date.now()
  const [row] = await database.owner<{ at: Date }[]>`
    insert into audit_log (actor, action, target) values ('test', 'test', 'test') returning at`
  expect(Math.abs(row!.at.getTime() - before)).toBeLessThan(5000)
})

test('dates made of a number, a text or other dates are what they always were', () => {
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
  expect(new Date('2026-11-22T10:00:00Z').getTime()).toBe(Date.UTC(2026, 10, 22, 10))
  expect(new Date(new Date(5))).toEqual(new Date(5))
  expect(new Date()).toBeInstanceOf(Date)
})
