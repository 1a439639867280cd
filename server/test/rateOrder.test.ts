import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { plainArray } from '../src/db/client.ts'
import { flagDays } from '../src/invalidTraffic/flagDays.ts'
import { flagRates } from '../src/invalidTraffic/flagRates.ts'
import { MINUTE } from '../src/lib/clock.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// Rate rules give the same verdict for any order and delay of rows, and for any time of the run.

const LONG = process.env.TEST_PROFILE === 'long'
const RUNS = LONG ? 300 : 12
const MAX = { perMinute: 4, perDay: 9 }
/** Virtual time begins here: two UTC days are touched. */
const START = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 2 * 86_400_000 + 23 * 60 * MINUTE
const USERS = Array.from({ length: 3 }, pseudonymOf)
const SESSIONS = Array.from({ length: 3 }, () => randomUUID())

interface Seen {
  readonly id: string
  readonly user: number
  readonly session: number
  readonly at: number
}

/** Several rows of a user and a session in a minute that began `ago` minutes before they are stored. */
const burst = fc.record({
  ...{ user: fc.nat(2), session: fc.nat(2), click: fc.boolean() },
  ago: fc.oneof(fc.nat(3), fc.integer({ min: -4, max: 130 })),
  n: fc.integer({ min: 1, max: 4 }),
})
const step = fc.record({
  bursts: fc.array(burst, { minLength: 1, maxLength: 4 }),
  /** Minutes that pass before it. */
  passed: fc.oneof(fc.nat(2), fc.integer({ min: 0, max: 70 })),
  minuteJob: fc.boolean(),
  dayJob: fc.boolean(),
})

let database: TestDatabase
let pipeline: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  await makeDims(database)
})

test(
  'the rate rules give the flags of a naive count, in any order of arrival',
  async () => {
    await expectProperty(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        await emptyTables(database.owner)
        pipeline = openTestPipeline(database)
        const seen: Seen[] = []
        const clicks: Seen[] = []
        let now = START
        for (const { bursts, passed, minuteJob, dayJob } of steps) {
          now += passed * MINUTE
          await store(bursts, now, seen, clicks)
          await runJobs(now, minuteJob, dayJob)
        }
        await runJobs(now, true, true)
        await expectVerdicts(seen, clicks)
      }),
      RUNS,
    )
  },
  RUNS * 10_000,
)

async function store(
  bursts: readonly { user: number; session: number; click: boolean; ago: number; n: number }[],
  now: number,
  seen: Seen[],
  clicks: Seen[],
): Promise<void> {
  const fresh = bursts.flatMap(({ user, session, ago, n }) =>
    Array.from({ length: n }, (_, i) => ({ id: randomUUID(), user, session, at: now - ago * MINUTE + i })),
  )
  const clicked = bursts.filter(({ click }) => click).map((b) => ({ ...b, id: randomUUID(), at: now - b.ago * MINUTE }))
  const people = ({ user, session, at }: Seen) => ({
    ...{ user_id: USERS[user]!, session_id: SESSIONS[session]!, timestamp: at },
  })
  await pipeline.run([
    {
      exposures: fresh.map((row) => ({ ...wireExposure(), event_id: row.id, ...people(row) }) as never),
      clicks: clicked.map(
        (row) => ({ click_id: row.id, merchant_ref: 'acme', placement_key: 'home', ...people(row) }) as never,
      ),
    },
  ])
  const ids = plainArray([...fresh, ...clicked].map(({ id }) => id))
  const stored = new Date(now)
  await database.owner`update exposure_events set created_at = ${stored} where event_id = any(${ids}::uuid[])`
  await database.owner`update click_events set created_at = ${stored} where click_id = any(${ids}::uuid[])`
  seen.push(...fresh)
  clicks.push(...clicked)
}

async function runJobs(now: number, minuteJob: boolean, dayJob: boolean): Promise<void> {
  const looked = (rule: string) =>
    database.owner`update rate_looks set looked_to = ${new Date(now - 1000)} where rule = ${rule}`
  if (minuteJob) {
    await flagRates(database.app, MAX.perMinute)
    await looked('minute')
  }
  if (dayJob) {
    await flagDays(database.app, MAX)
    await looked('day')
  }
}

async function expectVerdicts(seen: readonly Seen[], clicks: readonly Seen[]): Promise<void> {
  const day = ({ at }: Seen) => new Date(at).toISOString().slice(0, 10)
  const keys = (row: Seen): readonly (readonly [name: string, max: number])[] => {
    const minute = Math.floor(row.at / MINUTE)
    return [
      [`user ${row.user} ${minute}`, MAX.perMinute],
      [`session ${row.session} ${minute}`, MAX.perMinute],
      [`user ${row.user} ${day(row)}`, MAX.perDay],
      [`session ${row.session} ${day(row)}`, MAX.perDay],
    ]
  }
  const counts = new Map<string, number>()
  for (const row of seen) for (const [name] of keys(row)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const flagged = seen.filter((row) => keys(row).some(([name, max]) => counts.get(name)! > max))
  const badDays = new Set(flagged.map((row) => `${row.user} ${day(row)}`))
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort()

  expect(
    ids(
      await database.owner<{ id: string }[]>`select event_id as id from exposure_events where ivt_reason is not null`,
    ),
  ).toEqual(ids(flagged))
  expect(
    ids(await database.owner<{ id: string }[]>`select click_id as id from click_events where ivt_reason is not null`),
  ).toEqual(ids(clicks.filter((row) => badDays.has(`${row.user} ${day(row)}`))))
  await pipeline.drain()
  for (const one of new Set(seen.map(day))) {
    const { wrong, examples } = await recountDay(pipeline.rollup, one, false)
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
  }
}
