import { beforeAll, beforeEach, expect, test } from 'vitest'
import { flagDays } from '../src/invalidTraffic/flagDays.ts'
import { flagRates } from '../src/invalidTraffic/flagRates.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// A row that cannot be flagged does not affect other users' verdicts, and its job fails visibly.

let database: TestDatabase
let pipeline: TestPipeline
const MINUTE = Math.floor(Date.now() / 60_000) * 60_000 - 60_000

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
})

beforeEach(async () => {
  await emptyTables(database.owner)
  pipeline = openTestPipeline(database)
})

const RUNS = {
  minute: { run: () => flagRates(database.app, 10), reason: 'user_rate' },
  day: { run: () => flagDays(database.app, { perDay: 10 }), reason: 'user_day_rate' },
}

test.each(['minute', 'day'] as const)(
  'the rule of a %s flags everybody else when the rows of one user fail',
  async (rule) => {
    const users = Array.from({ length: 12 }, pseudonymOf)
    const poison = users[4]!
    for (const user_id of users) await pipeline.run([{ exposures: manyOf(user_id) }])
    await refuseFlagsOf(poison)
    const { run, reason } = RUNS[rule]
    await expect(run()).rejects.toMatchObject({ code: '22003' })
    const flagged = await database.owner`
      select distinct user_id, ivt_reason from exposure_events where ivt_reason is not null`
    expect(flagged.map((row) => row.user_id).toSorted()).toEqual(users.filter((user) => user !== poison).toSorted())
    expect(new Set(flagged.map((row) => row.ivt_reason))).toEqual(new Set([reason]))
    await database.owner`drop trigger refuse_flags on exposure_events`
    expect(await run()).toBe(11)
  },
)

const manyOf = (user_id: string) =>
  Array.from({ length: 11 }, (_, i) => ({ ...wireExposure({ user_id }), timestamp: MINUTE + i }) as never)

async function refuseFlagsOf(user: string): Promise<void> {
  await database.owner.unsafe(`
    create or replace function refuse_flags() returns trigger language plpgsql as $$
    begin
      if new.user_id = '${user}' then raise exception 'cannot be flagged' using errcode = '22003'; end if;
      return new;
    end $$;
    create trigger refuse_flags before update on exposure_events for each row execute function refuse_flags()`)
}
