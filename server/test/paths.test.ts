import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { drainAttributionQueue, reattribute } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { readWatermark } from '../src/facts/watermark.ts'
import { addDays, HOUR, MINUTE, utcDate } from '../src/lib/clock.ts'
import { readConversionPaths } from '../src/query/conversionPaths.ts'
import { resolvePeriod } from '../src/query/period.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { journey } from './support/journeys.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// Paths that are longer than their stored part, medians, and up to when credit is final.

const PLACES = Array.from({ length: 8 }, () => randomUUID())
const [HOME, SEARCH, OFFERS] = PLACES as [string, string, string]
const MANY_PLACES = Array.from({ length: 200 }, () => randomUUID())
const SHOP = randomUUID()
const TODAY = utcDate(Date.now())
const START = Date.parse(`${addDays(TODAY, -6)}T00:00:00Z`)
const LAST_LOOKS = new Date(Date.now() + HOUR)
let database: TestDatabase
let pipeline: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 10 })
  pipeline = openTestPipeline(database)
  const { owner } = database
  await owner`insert into merchant_dim (merchant_id, merchant_name) values (${SHOP}, 'Acme')`
  for (const id of [...PLACES, ...MANY_PLACES])
    await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${id}, ${id})`
})
beforeEach(() => emptyTables(database.owner))

async function pathsThrough(placementId?: string) {
  const period = resolvePeriod(
    { start_date: addDays(TODAY, -9), end_date: TODAY, traffic: 'net', compare: 'none', format: 'json' },
    { timeZone: 'UTC', now: Date.now(), firstDay: '2020-01-01' },
  )
  return readConversionPaths(database.app, { placementId }, period, { today: TODAY, currency: 'GBP' })
}

test('the median of sales after 1 and after 100 hours is 50.5 hours', async () => {
  for (const hours of [1, 100]) {
    const buyer = journey(SHOP)
    await pipeline.run([buyer.see(HOME, START), buyer.buy(`after-${hours}`, START + hours * HOUR)])
  }
  await drainAttributionQueue(database.app)
  expect((await pathsThrough()).data.totals).toMatchObject({ median_hours: 50.5, median_within_pct: 0 })
})

describe('a filter', () => {
  test('finds a sale whose path is longer than the stored steps, and counts only it', async () => {
    const [long, short] = [journey(SHOP), journey(SHOP)]
    await pipeline.run([
      ...PLACES.map((id, i) => long.see(id, START + i * MINUTE)),
      long.buy('long', START + HOUR, { commission_amount: '7' }),
      short.see(SEARCH, START),
      short.buy('short', START + 90 * HOUR, { commission_amount: '2' }),
    ])
    await drainAttributionQueue(database.app)
    const { data } = await pathsThrough(HOME)
    expect(data.totals).toMatchObject({ conversions: 1, with_touch: 1, touches: 8, touches_per_sale: 8, one_touch: 0 })
    expect(data.totals).toMatchObject({ total_revenue: '7.00', median_hours: 0.8833 })
    expect(data.paths).toEqual([
      {
        path: PLACES.slice(3),
        clipped: true,
        left_out: PLACES.slice(0, 3).sort(),
        conversions: 1,
        total_revenue: '7.00',
      },
    ])
    expect(data.touches.map((row) => row.placement_id).sort()).toEqual(PLACES.toSorted())
    expect(data.histogram).toEqual([{ from_hours: 0, to_hours: 12, conversions: 1 }])
    expect((await pathsThrough()).data.totals).toMatchObject({ conversions: 2, total_revenue: '9.00' })
  })

  test('finds a sale whose touch on the placement is not stored', async () => {
    const buyer = journey(SHOP)
    // 600 exposures before the sale: only the first and the latest 199 are kept, and only the latest 200 are read.
    const seen = Array.from({ length: 600 }, (_, i) => {
      const placementId = i === 0 ? HOME : i < 390 ? (MANY_PLACES[i] ?? OFFERS) : SEARCH
      return buyer.see(placementId, START + i * 1000)
    })
    await pipeline.run([...seen, buyer.buy('patient', START + HOUR)])
    await drainAttributionQueue(database.app)
    const { data } = await pathsThrough(OFFERS)
    expect(data.totals).toMatchObject({ conversions: 1, touches: 200, one_touch: 0 })
    expect(data.paths).toMatchObject([
      { path: [HOME, SEARCH], clipped: true, left_out: [OFFERS, ...MANY_PLACES.slice(1)].sort() },
    ])
    expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
    expect(await reattribute(database.app, '2000-01-01', '2999-12-31')).toMatchObject({ conversionsChanged: 0 })
  })
})

test('a sale that passed 115 placements is written in portions, and can be taken back', async () => {
  const { owner, app } = database
  const crawler = journey(SHOP)
  const seen = MANY_PLACES.slice(0, 115).map((id, i) => crawler.see(id, START + i * 1000))
  await pipeline.run([...seen, crawler.buy('everywhere', START + HOUR, { status: 'pending' })])
  await drainAttributionQueue(app)
  expect(await owner`select item, reason from failed_attributions`).toEqual([])
  expect((await pathsThrough(MANY_PLACES[7])).data.totals).toMatchObject({ conversions: 1, touches: 115 })
  expect(await recountOutcomes(app, false)).toMatchObject({ wrong: 0 })
  await owner`update conversion_events set status = 'rejected'`
  await reattribute(app, '2000-01-01', '2999-12-31')
  for (const table of ['path_daily', 'path_sale_daily', 'path_touch_daily', 'path_lag_daily', 'path_credit_daily'])
    expect(await owner`select from ${owner(table)} limit 1`).toHaveLength(0)
}, 120_000)

test('sales counted by an older version enter the rollups of paths with the next attribution', async () => {
  const buyer = journey(SHOP)
  await pipeline.run([buyer.see(HOME, START), buyer.buy('old', START + HOUR)])
  await drainAttributionQueue(database.app)
  const { owner } = database
  for (const table of ['path_daily', 'path_sale_daily', 'path_touch_daily', 'path_lag_daily', 'path_credit_daily'])
    await owner`delete from ${owner(table)}`
  await owner`update attributed_conversions set path_counted = false`
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
  expect(await reattribute(database.app, '2000-01-01', '2999-12-31')).toMatchObject({ conversionsChanged: 1 })
  expect((await pathsThrough(HOME)).data.totals).toMatchObject({ conversions: 1, median_hours: 1 })
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0 })
})

test('a click before its exposure is counted at once, but not reported as final before its last attribution', async () => {
  const buyer = journey(SHOP)
  const now = Date.now()
  const seen = buyer.see(HOME, now - MINUTE)
  const click = buyer.click(seen, now - 30_000)
  await pipeline.run([click])
  const [todo] = await database.owner<{ received: Date }[]>`
    select received_at as received from attribution_queue where received_at is not null`
  const { received } = todo!
  expect(await readWatermark(database.app)).toMatchObject({ completeTo: received, attributedTo: received })
  await look(new Date(0))
  await pipeline.run([seen])
  await look(new Date(0))
  const waiting = await readWatermark(database.app)
  expect(waiting.completeTo.getTime()).toBeGreaterThan(received.getTime())
  expect(waiting.attributedTo).toEqual(received)
  expect((await pathsThrough()).meta.attributed_to).toBe(received.toISOString())
  await look(LAST_LOOKS)
  const settled = await readWatermark(database.app)
  expect(settled.attributedTo).toEqual(settled.completeTo)
  const [ledger] = await database.owner`select exposure_event_id as exposure from click_ledger`
  expect(ledger).toEqual({ exposure: seen.exposures[0]!.event_id })
})

async function look(countedTo: Date): Promise<void> {
  while ((await attribute(database.app, countedTo, () => {}))?.taken !== 0);
}
