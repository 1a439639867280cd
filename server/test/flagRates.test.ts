import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { recountDay } from '../src/fold/recount.ts'
import { flagRates, MAX_PER_MINUTE } from '../src/ops/flagRates.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { foldedUser, openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Invalid traffic that shows only in numbers moves from net to flagged, in every rollup, and is never deleted.

let database: TestDatabase
let pipeline: TestPipeline
const MINUTE = Math.floor(Date.now() / 60_000) * 60_000 - 60_000
const DAY = new Date(MINUTE).toISOString().slice(0, 10)

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
})

beforeEach(async () => {
  await emptyTables(database.owner)
  pipeline = openTestPipeline(database)
})

const exposures = (n: number, fields: { user_id?: string; session_id?: string }) =>
  Array.from(
    { length: n },
    (_, i) => ({ ...wireExposure({ user_id: foldedUser(), ...fields }), timestamp: MINUTE + i }) as never,
  )

async function impressions(): Promise<Record<string, number>> {
  await pipeline.drain()
  const [row] = await database.owner`
    select coalesce(sum(impressions) filter (where not flagged), 0)::int as net,
      coalesce(sum(impressions) filter (where flagged), 0)::int as flagged from placement_daily`
  return row as never
}

async function expectRollupsEqualRaw(): Promise<void> {
  const { wrong, examples } = await recountDay(pipeline.fold, DAY, false)
  expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
}

test.each(['user', 'session'] as const)(
  'a %s with more exposures in a minute than a person can look at is flagged',
  async (who) => {
    const id = who === 'user' ? { user_id: foldedUser() } : { session_id: randomUUID() }
    await pipeline.run([{ exposures: exposures(MAX_PER_MINUTE[who] + 1, id) }, { exposures: exposures(30, {}) }])
    expect(await impressions()).toEqual({ net: MAX_PER_MINUTE[who] + 31, flagged: 0 })
    expect(await flagRates(database.app)).toBe(MAX_PER_MINUTE[who] + 1)
    expect(await impressions()).toEqual({ net: 30, flagged: MAX_PER_MINUTE[who] + 1 })
    await expectRollupsEqualRaw()
    const reasons = await database.owner`select distinct ivt_reason from exposure_events where ivt_reason is not null`
    expect(reasons).toEqual([{ ivt_reason: `${who}_rate` }])
    expect(await flagRates(database.app)).toBe(0)
  },
)

test('a user at the limit is a person', async () => {
  await pipeline.run([{ exposures: exposures(MAX_PER_MINUTE.user, { user_id: foldedUser() }) }])
  expect(await flagRates(database.app)).toBe(0)
})

test('events that arrive, or are folded, while others are flagged are counted once each', async () => {
  const user = foldedUser()
  const all = exposures(MAX_PER_MINUTE.user + 60, { user_id: user })
  await pipeline.run([{ exposures: all.slice(0, MAX_PER_MINUTE.user) }])
  const late = all.slice(MAX_PER_MINUTE.user).map((one) => ({ exposures: [one] }))
  await Promise.all([pipeline.run(late), flagRates(database.app), flagRates(database.app)])
  await flagRates(database.app)
  expect(await impressions()).toEqual({ net: 0, flagged: all.length })
  await expectRollupsEqualRaw()
})
