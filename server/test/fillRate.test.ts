import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import { beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { clearCommercial, makePlacement } from './support/commercialWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Fill rates against the period before, by hand: yesterday against the day before.

const NOW = Date.now()
const TODAY = utcDate(NOW)
const YESTERDAY = addDays(TODAY, -1)

let database: TestDatabase
let app: TestApp
let cookie: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { now: () => NOW } })
  cookie = await cookieOf(database, 'analyst')
  await clearCommercial(database)
})

async function fill(key: string, filled: readonly [before: number, now: number]): Promise<void> {
  const id = await makePlacement(database, TODAY, { key, impressions: [1, 1, 1], renders: [] })
  for (const [i, slots] of filled.entries())
    await database.owner`
      insert into render_daily (day, placement_id, source, slots_available, slots_filled, renders)
      values (${addDays(YESTERDAY, i - 1)}, ${id}, 'sdk', 1000, ${slots}, 250)`
}

test('reports of the server count on the days it makes them, those of the SDK on the others', async () => {
  const id = await makePlacement(database, TODAY, { key: 'both', impressions: [1, 1, 1] })
  const report = (day: string, source: string, filled: number) => database.owner`
    insert into render_daily (day, placement_id, source, slots_available, slots_filled, renders)
    values (${day}, ${id}, ${source}, 100, ${filled}, 25)`
  await report(addDays(YESTERDAY, -1), 'sdk', 40)
  await report(YESTERDAY, 'sdk', 90)
  await report(YESTERDAY, 'server', 60)
  const response = await app.server.inject({
    method: 'GET',
    url: `/api/analytics/placements/both/deep-dive?start_date=${addDays(YESTERDAY, -1)}&end_date=${YESTERDAY}`,
    headers: { cookie },
  })
  expect(response.json().data.totals.fill_rate).toBe(0.5)
  await database.owner`delete from render_daily where placement_id = ${id}`
})

test('nothing is compared with days before the first that has data, and the answer says why', async () => {
  await makePlacement(database, TODAY, { key: 'young', impressions: [1, 1, 1] })
  const response = await app.server.inject({ url: '/api/analytics/placements/overview?range=7d', headers: { cookie } })
  const { data, meta } = response.json() as z.output<typeof placementOverview.response>
  expect(data.totals.comparison).toBeNull()
  expect(data.daily_before).toEqual([])
  expect(meta).toMatchObject({
    compare: null,
    not_compared: { first_day: addDays(YESTERDAY, -2), days: 7, days_with_data: 0, reason: 'before_first_day' },
  })
})

test('80 % after 70 % of 1,000 slots is a change, 80 % after 79 % is within noise', async () => {
  await fill('clear', [700, 800])
  await fill('noise', [790, 800])
  const response = await app.server.inject({
    method: 'GET',
    url: `/api/analytics/placements/overview?start_date=${YESTERDAY}&end_date=${YESTERDAY}`,
    headers: { cookie },
  })
  const { rows, totals } = (response.json() as z.output<typeof placementOverview.response>).data
  const fillOf = ({ fill_rate, comparison }: (typeof rows)[number] | typeof totals) => [
    fill_rate,
    comparison!.fill_rate_before,
    comparison!.fill_rate_change?.within_noise,
  ]
  const byKey = new Map(rows.map((row) => [row.placement_key, fillOf(row)]))
  expect(byKey.get('clear')).toEqual([0.8, 0.7, false])
  expect(byKey.get('noise')).toEqual([0.8, 0.79, true])
  // 1,600 of 2,000 after 1,490 of 2,000.
  expect(fillOf(totals)).toEqual([0.8, 0.745, false])
})
