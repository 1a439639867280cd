import { beforeAll, expect, test } from 'vitest'
import { resolvePeriod } from '../src/query/period.ts'
import { readPlacementDeepDive } from '../src/query/placementDeepDive.ts'
import { readPlacementOverview } from '../src/query/placementOverview.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf } from './support/pipeline.ts'

// In Havana the clock goes back from 1 to 0 on 1 November 2026: the hour after midnight occurs twice, 4:00 to 6:00 UTC.

const ZONE = 'America/Havana'
const at = (time: string) => Date.parse(`2026-11-${time}:00Z`)
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ now: at('02T00:00'), rawDays: 4 })
  await makeDims(database)
  const times = ['01T03:30', '01T04:30', '01T05:30', '01T12:30', '02T05:30', '02T12:30']
  const exposures = times.map((time) => ({ ...wireExposure({ user_id: pseudonymOf() }), timestamp: at(time) }) as never)
  await openTestPipeline(database, ZONE).run([{ exposures }])
})

const ask = (start_date: string, end_date: string, now: number) =>
  resolvePeriod(
    { start_date, end_date, traffic: 'net', compare: 'prev', format: 'json' },
    { timeZone: ZONE, now, firstDay: '2026-10-01' },
  )

test('the hours of a day add up to it, the repeated one included', async () => {
  const period = ask('2026-11-01', '2026-11-01', at('05T00:00'))
  const { hourly, totals } = (await readPlacementDeepDive(database.app, 'home', period)).data
  expect(totals.impressions).toBe(3)
  expect(hourly.reduce((sum, hour) => sum + hour.impressions, 0)).toBe(3)
  expect(hourly[0]!.impressions).toBe(2)
})

test('a cut counts full hours from the first midnight', async () => {
  // 1:10 on the 2nd: one full hour. The first hour of the 1st is the first time that it was 0.
  const period = ask('2026-11-02', '2026-11-02', at('02T06:10'))
  const { totals } = (await readPlacementOverview(database.app, period, '')).data
  expect(totals.comparison).toMatchObject({ impressions: 1, impressions_before: 1 })
})

test('the chart of a single day has the repeated hour once, as the sum of both', async () => {
  const period = ask('2026-11-01', '2026-11-01', at('05T00:00'))
  const { hourly } = (await readPlacementOverview(database.app, period, '')).data
  expect(hourly!.map(({ impressions }) => impressions)).toEqual(
    Array.from({ length: 24 }, (_, hour) => (hour === 0 ? 2 : hour === 7 ? 1 : 0)),
  )
})
