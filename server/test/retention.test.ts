import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { dropExpiredPartitions, ensurePartitions } from '../src/facts/partitions.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { pepperOf } from '../src/lib/ids.ts'
import { compactSlots } from '../src/rollup/compactSlots.ts'
import { recountableDays, recountDay } from '../src/rollup/recount.ts'
import { openOrganisation } from '../src/settings/organisation.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf } from './support/pipeline.ts'

// Days at the edge of retention: raw rows go by UTC day, so a day of Tokyo loses its first nine hours a day early.

const ZONE = 'Asia/Tokyo'
const TODAY = utcDate(Date.now())
const EDGE = addDays(TODAY, -5)
const SESSION = '00000000-0000-4000-8000-000000000001'
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 7 })
  await makeDims(database)
  await database.owner`insert into merchant_dim (merchant_ref, merchant_name) values ('other', 'Other'), ('third', 'Third')`
})

const shown = (merchant: string, at: string) =>
  ({
    ...wireExposure({ merchant_ref: merchant, user_id: pseudonymOf(), session_id: SESSION }),
    timestamp: Date.parse(at),
  }) as never

const rollups = () => database.owner`
  select s.*, p.impressions from slot_daily s join placement_daily p using (placement_id, day) where day = ${EDGE}`

describe('a day that has lost its first hours', () => {
  beforeAll(async () => {
    const early = `${addDays(EDGE, -1)}T20:00:00Z`
    const events = [shown('acme', early), shown('other', early), shown('acme', `${EDGE}T03:00:00Z`)]
    await openTestPipeline(database, ZONE).run([{ exposures: events }])
    await compactSlots(database.owner, plain, ZONE, Date.now())
    await dropExpiredPartitions(database.owner, plain, Date.now(), 5)
  })

  test('keeps its slots when an event comes late', async () => {
    expect(await rollups()).toMatchObject([{ sessions: 1, merchants_shown_sum: 2, impressions: 3 }])
    await openTestPipeline(database, ZONE).run([{ exposures: [shown('third', `${EDGE}T04:00:00Z`)] }])
    expect(await rollups()).toMatchObject([{ sessions: 1, merchants_shown_sum: 2, impressions: 4 }])
  })

  test('is left alone by a recount, which says so', async () => {
    const before = await rollups()
    const { rollup } = openTestPipeline(database, ZONE)
    expect(await recountDay(rollup, EDGE, true)).toEqual({
      day: EDGE,
      cells: 0,
      wrong: 0,
      examples: [],
      isPartial: true,
    })
    expect(await rollups()).toEqual(before)
    expect(await recountableDays(database.app)).toEqual({ days: [], leftAlone: EDGE })
  })
})

test('RAW_DAYS takes effect when it changes, and brings no dropped day back', async () => {
  const first = { timeZone: ZONE, currency: 'GBP', pepper: pepperOf(randomBytes(32)), maxAmount: 1e6 }
  const rawDays = async (days: number | null) =>
    (await openOrganisation(database.owner, { ...first, rawDays: days })).rawDays
  expect(await rawDays(null)).toBe(30)
  expect(await rawDays(60)).toBe(60)
  expect(await rawDays(null)).toBe(60)
  expect(await rawDays(14)).toBe(14)
  expect(await rawDays(14)).toBe(14)
  expect(await database.owner`select version from settings where name = 'raw_days'`).toHaveLength(3)
  await ensurePartitions(database.owner, plain, Date.now(), 60)
  expect((await plain.listDays(database.owner, 'exposure_events'))[0]).toBe(EDGE)
})
