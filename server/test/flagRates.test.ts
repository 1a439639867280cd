import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { replayArrived } from '../src/deadLetters/replayDeadLetters.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { flagDays } from '../src/invalidTraffic/flagDays.ts'
import { flagRates, MAX_EXPOSURES } from '../src/invalidTraffic/flagRates.ts'
import { flagRatesAgain } from '../src/invalidTraffic/flagRatesAgain.ts'
import { flagSource } from '../src/invalidTraffic/flagSource.ts'
import { listSources } from '../src/invalidTraffic/listSources.ts'
import { forgetSources } from '../src/privacy/forgetSources.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Invalid traffic that is only visible in rates moves from net to flagged in every rollup, and is never deleted.

let database: TestDatabase
let pipeline: TestPipeline
const MINUTE = Math.floor(Date.now() / 60_000) * 60_000 - 60_000
const MAX = MAX_EXPOSURES.perMinute
const DAY = new Date(MINUTE).toISOString().slice(0, 10)

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
})

beforeEach(async () => {
  await emptyTables(database.owner)
  pipeline = openTestPipeline(database)
})

const exposures = (n: number, fields: { user_id?: string; session_id?: string; merchant_ref?: string }, stepMs = 1) =>
  Array.from(
    { length: n },
    (_, i) => ({ ...wireExposure({ user_id: pseudonymOf(), ...fields }), timestamp: MINUTE + i * stepMs }) as never,
  )

async function impressions(): Promise<Record<string, number>> {
  await pipeline.drain()
  const [row] = await database.owner`
    select coalesce(sum(impressions) filter (where not flagged), 0)::int as net,
      coalesce(sum(impressions) filter (where flagged), 0)::int as flagged from placement_daily`
  return row as never
}

const validateAll = async () => {
  await flagRates(database.app)
  await flagDays(database.app)
}

async function expectRollupsEqualRaw(day = DAY): Promise<void> {
  const { wrong, examples } = await recountDay(pipeline.rollup, day, false)
  expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
}

test.each(['user', 'session'] as const)(
  'a %s with more exposures in a minute than a person can look at is flagged',
  async (who) => {
    const id = who === 'user' ? { user_id: pseudonymOf() } : { session_id: randomUUID() }
    await pipeline.run([{ exposures: exposures(MAX + 1, id) }, { exposures: exposures(30, {}) }])
    expect(await impressions()).toEqual({ net: MAX + 31, flagged: 0 })
    expect(await flagRates(database.app)).toBe(MAX + 1)
    expect(await impressions()).toEqual({ net: 30, flagged: MAX + 1 })
    await expectRollupsEqualRaw()
    const reasons = await database.owner`select distinct ivt_reason from exposure_events where ivt_reason is not null`
    expect(reasons).toEqual([{ ivt_reason: `${who}_rate` }])
    expect(await flagRates(database.app)).toBe(0)
  },
)

test.each(['user', 'session'] as const)(
  'a minute of a %s that is stored in two halves, an hour apart, is flagged whole, and its clicks with it',
  async (who) => {
    const early = MINUTE - 7_200_000
    const user_id = pseudonymOf()
    const id = who === 'user' ? { user_id } : { session_id: randomUUID() }
    const half = () => exposures(MAX / 2 + 1, id).map((event) => ({ ...(event as object), timestamp: early }) as never)
    const clickOf = (user: string) =>
      ({
        ...{ click_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', timestamp: early },
        ...{ user_id: user, session_id: randomUUID() },
      }) as never
    await pipeline.run([{ exposures: half(), clicks: who === 'user' ? [clickOf(user_id)] : [] }])
    await validateAll()
    await database.owner`update exposure_events set created_at = created_at - interval '1 hour'`
    await database.owner`update rate_looks set looked_to = looked_to - interval '1 hour'`
    await validateAll()
    await pipeline.run([{ exposures: half() }])
    await validateAll()
    expect(await impressions()).toEqual({ net: 0, flagged: MAX + 2 })
    await pipeline.run([{ clicks: [clickOf(pseudonymOf()), ...(who === 'user' ? [clickOf(user_id)] : [])] }])
    await validateAll()
    const clicks = await database.owner`select ivt_reason from click_events order by ivt_reason nulls last`
    const flaggedClick = { ivt_reason: 'user_rate' }
    expect(clicks).toEqual(who === 'user' ? [flaggedClick, flaggedClick, { ivt_reason: null }] : [{ ivt_reason: null }])
    await expectRollupsEqualRaw(new Date(early).toISOString().slice(0, 10))
  },
)

test('a user at the limit is a person', async () => {
  await pipeline.run([{ exposures: exposures(MAX, { user_id: pseudonymOf() }) }])
  expect(await flagRates(database.app)).toBe(0)
})

test('events that arrive, or are rolled up, while others are flagged are counted once each', async () => {
  const user = pseudonymOf()
  const all = exposures(MAX + 60, { user_id: user })
  await pipeline.run([{ exposures: all.slice(0, MAX) }])
  const late = all.slice(MAX).map((one) => ({ exposures: [one] }))
  await Promise.all([pipeline.run(late), flagRates(database.app), flagRates(database.app)])
  await flagRates(database.app)
  expect(await impressions()).toEqual({ net: 0, flagged: all.length })
  await expectRollupsEqualRaw()
})

test.each(['user', 'session'] as const)('a %s that shows too much in a day, at any pace, is flagged', async (who) => {
  const id = who === 'user' ? { user_id: pseudonymOf() } : { session_id: randomUUID() }
  await pipeline.run([{ exposures: exposures(51, id) }, { exposures: exposures(30, {}) }])
  expect(await flagRates(database.app)).toBe(0)
  expect(await flagDays(database.app, { perDay: 51 })).toBe(0)
  await database.owner`delete from rate_looks`
  expect(await flagDays(database.app, { perDay: 50 })).toBe(51)
  expect(await impressions()).toEqual({ net: 30, flagged: 51 })
  await expectRollupsEqualRaw()
  const reasons = await database.owner`select distinct ivt_reason from exposure_events where ivt_reason is not null`
  expect(reasons).toEqual([{ ivt_reason: `${who}_day_rate` }])
  expect(await flagDays(database.app, { perDay: 50 })).toBe(0)
})

test('after a change of the limits, all rows are checked by the new ones, as signed deltas', async () => {
  const [fast, slow] = [pseudonymOf(), pseudonymOf()]
  const click = { click_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', session_id: randomUUID() }
  await pipeline.run([
    { exposures: exposures(60, { user_id: fast }), clicks: [{ ...click, user_id: fast, timestamp: MINUTE } as never] },
    { exposures: exposures(30, { user_id: slow }) },
  ])
  const flagAgain = (perMinute: number, perDay: number) => flagRatesAgain(database.app, 'ada', { perMinute, perDay })
  expect(await flagAgain(50, 20)).toEqual({ takenBack: 0, flagged: 90 })
  expect(await impressions()).toEqual({ net: 0, flagged: 90 })
  const clicks = () => database.owner`select ivt_reason from click_events`
  expect(await clicks()).toEqual([{ ivt_reason: 'user_rate' }])
  expect(await flagAgain(55, 1000)).toEqual({ takenBack: 30, flagged: 0 })
  expect(await impressions()).toEqual({ net: 30, flagged: 60 })
  expect(await flagAgain(1000, 1000)).toEqual({ takenBack: 60, flagged: 0 })
  expect(await flagAgain(1000, 1000)).toEqual({ takenBack: 0, flagged: 0 })
  expect(await impressions()).toEqual({ net: 90, flagged: 0 })
  expect(await clicks()).toEqual([{ ivt_reason: null }])
  await expectRollupsEqualRaw()
  const [log] = await database.owner`select count(*)::int as n from audit_log where action = 'flagRatesAgain'`
  expect(log).toEqual({ n: 4 })
})

describe('a source', () => {
  const [bad, good] = [281_474_976_710_655, 17]
  const span = { source: bad, from: DAY, to: DAY }
  const click = () => ({
    ...{ click_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', timestamp: MINUTE },
    ...{ user_id: pseudonymOf(), session_id: randomUUID() },
  })
  const send = () =>
    pipeline.run([
      { source: bad, exposures: exposures(40, {}), clicks: [click() as never] },
      { source: bad, ivt: 'bot_user_agent', exposures: exposures(5, {}) },
      { source: good, exposures: exposures(30, {}), clicks: [click() as never] },
      { keyKind: 'server', exposures: exposures(3, {}) },
    ])
  const flaggedClicks = async () =>
    (await database.owner<{ n: number }[]>`select count(*) as n from click_events where ivt_reason is not null`)[0]!.n

  test('is flagged after the fact, with its clicks, and taken back, each as a signed delta and in the audit log', async () => {
    await send()
    expect(await listSources(database.app, DAY, DAY)).toMatchObject([
      { source: bad, exposures: 45, flagged: 5, merchants: 1 },
      { source: good, exposures: 30, flagged: 0 },
    ])
    expect(await flagSource(database.app, 'ada', span, true)).toEqual({ exposures: 40, clicks: 1, deadLetters: 0 })
    expect(await impressions()).toEqual({ net: 33, flagged: 45 })
    expect(await flaggedClicks()).toBe(1)
    await expectRollupsEqualRaw()
    expect(await flagSource(database.app, 'ada', span, true)).toEqual({ exposures: 0, clicks: 0, deadLetters: 0 })
    expect(await flagSource(database.app, 'ada', span, false)).toEqual({ exposures: 40, clicks: 1, deadLetters: 0 })
    expect(await impressions()).toEqual({ net: 73, flagged: 5 })
    expect(await flaggedClicks()).toBe(0)
    await expectRollupsEqualRaw()
    const log = await database.owner`select actor, action, target from audit_log order by audit_id desc limit 1`
    expect(log).toEqual([{ actor: 'ada', action: 'unflagSource', target: String(bad) }])
  })

  test('asks for the attribution of its clicks and of what its exposures led to', async () => {
    await send()
    await database.owner`delete from attribution_queue`
    await flagSource(database.app, 'ada', span, true)
    const [asked] = await database.owner<{ clicks: number; exposures: number }[]>`
      select sum(cardinality(clicks)) filter (where not_before is null)::int as clicks, sum(cardinality(exposures))::int as exposures
      from attribution_queue`
    expect(asked).toEqual({ clicks: 1, exposures: 40 })
  })

  test('is flagged in events that wait for their merchant, too: replayed, they are invalid', async () => {
    const waiting = exposures(2, { merchant_ref: 'from-tomorrow' })
    await pipeline.run([
      { source: bad, receivedAt: MINUTE, exposures: waiting },
      { source: good, receivedAt: MINUTE, exposures: exposures(3, { merchant_ref: 'from-tomorrow' }) },
    ])
    expect(await flagSource(database.app, 'ada', span, true)).toEqual({ exposures: 0, clicks: 0, deadLetters: 2 })
    expect(await flagSource(database.app, 'ada', span, false)).toEqual({ exposures: 0, clicks: 0, deadLetters: 2 })
    expect(await flagSource(database.app, 'ada', span, true)).toEqual({ exposures: 0, clicks: 0, deadLetters: 2 })
    await database.owner`insert into merchant_dim (merchant_ref, merchant_name) values ('from-tomorrow', 'New')`
    // Without what the first one remembers of unknown names.
    pipeline = openTestPipeline(database)
    const rules = { currency: 'GBP', maxAmount: 1e6, sampleRate: 1 }
    expect(await replayArrived(database.app, pipeline.queue, rules)).toBe(5)
    await pipeline.drain()
    expect(await impressions()).toEqual({ net: 3, flagged: 2 })
  })

  test('is forgotten after 30 days', async () => {
    await send()
    expect(await forgetSources(database.app, plain, MINUTE + 29 * 86_400_000)).toBe(0)
    expect(await forgetSources(database.app, plain, MINUTE + 32 * 86_400_000)).toBe(77)
    expect(await listSources(database.app, DAY, DAY)).toEqual([])
    expect(await impressions()).toEqual({ net: 73, flagged: 5 })
  })
})
