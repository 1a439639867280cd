import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { addMoney, parseMoney } from '@bx/contracts/money'
import { beforeAll, expect, test } from 'vitest'
import { createWorld } from '../../world/src/createWorld.ts'
import type { Batch } from '../../world/src/day.ts'
import { newTruthRecord } from '../../world/src/truthRecord.ts'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { pepperOf, pseudonymise } from '../src/lib/ids.ts'
import { resolvePeriod } from '../src/query/period.ts'
import { readPlacementScorecard } from '../src/query/placementScorecard.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline } from './support/pipeline.ts'

// A marketplace with known truth goes through pipeline and attribution; the scorecard must recover it.

const DAYS = 9
const START = addDays(utcDate(Date.now()), -DAYS)
const world = createWorld({
  seed: 3,
  start: START,
  days: DAYS,
  exposuresPerDay: 9000,
  users: 4000,
  organicPerSession: 0.02,
})
const record = newTruthRecord()
const pepper = pepperOf(Buffer.alloc(32, 1))
const sent = { clicks: 0 }
let database: TestDatabase
let card: Awaited<ReturnType<typeof readPlacementScorecard>>

beforeAll(async () => {
  database = await createTestDatabase()
  const { owner } = database
  for (const { placement_id, placement_key, placement_name } of world.placements)
    await owner`insert into placement_dim ${owner({ placement_id, placement_key, placement_name })}`
  for (const { merchant_id, merchant_ref, merchant_name, category } of world.merchants)
    await owner`insert into merchant_dim ${owner({ merchant_id, merchant_ref, merchant_name, category })}`
  const pipeline = openTestPipeline(database)
  for (let day = 0; day < DAYS; day++) {
    for (const batch of world.day(day, { record, until: Date.now() })) {
      if (batch.userAgent === null) await pipeline.run([envelopeOf(batch)])
    }
  }
  await drainAttributionQueue(database.app)
  const asked = {
    start_date: START,
    end_date: addDays(START, DAYS),
    traffic: 'net',
    compare: 'none',
    format: 'json',
  } as const
  card = await readPlacementScorecard(
    database.app,
    resolvePeriod(asked, { timeZone: 'UTC', now: Date.now(), firstDay: null }),
    {
      ...{ model: 'decisive_touch', today: utcDate(Date.now()), currency: 'GBP' },
    },
  )
}, 180_000)

function envelopeOf({ exposures, clicks, conversions }: Batch) {
  const pseudonymOf = (id: string) => pseudonymise(pepper, id)
  sent.clicks += clicks.length
  return envelope({
    keyKind: 'import',
    exposures: exposures.map((event) => ({ ...exposure.parse(event), user_id: pseudonymOf(event.user_id) })),
    clicks: clicks.map((event) => ({ ...click.parse(event), user_id: pseudonymOf(event.user_id) })),
    conversions: conversions.map((event) => ({
      ...conversion.parse(event),
      user_id: event.user_id ? pseudonymOf(event.user_id) : null,
    })),
  })
}

/** `hits` of `tries` is what `rate` leads to: within 4 standard deviations, and the 2 % of calibration. */
function expectRate(hits: number, tries: number, rate: number, what: string): void {
  const tolerance = 4 * Math.sqrt((rate * (1 - rate)) / tries) + 0.02 * rate
  expect(Math.abs(hits / tries - rate), `${what}: ${hits} / ${tries}, planted ${rate}`).toBeLessThan(tolerance)
}

test('the planted CTR of every placement comes back, and every click finds its exposure', () => {
  for (const row of card.data.rows)
    if (row.impressions > 0)
      expectRate(row.clicks, row.impressions, world.truth.ctr.get(row.placement_id)!, row.placement_name)
  expect(card.data.totals.clicks + card.data.totals.repeated_clicks).toBe(sent.clicks)
  expect(card.data.totals.unattributed.clicks).toBe(0)
})

test('every sale that a click caused is credited to the placement that caused it', async () => {
  const caused = [...record.causes].filter(([, { cause }]) => cause === 'click')
  const rows = await database.owner<{ id: string; placement: string; through: string }[]>`
    select conversion_id as id, placement_id as placement, through
    from attributed_conversions join conversion_events sale using (conversion_no)
      left join attribution_touches using (conversion_no) where decisive`
  const credited = new Map(rows.map((row) => [row.id, row]))
  const known = await database.owner<{ id: string }[]>`select conversion_id as id from conversion_events`
  const happened = new Set(known.map(({ id }) => id))
  const sold = caused.filter(([id]) => happened.has(id))
  expect(sold.length).toBeGreaterThan(100)
  const right = sold.filter(([id, { placementId }]) => credited.get(id)?.placement === placementId)
  // A sale that does not name its click goes to the buyer's last click, which now and then is another one.
  expect(right.length / sold.length).toBeGreaterThan(0.95)
})

test('attributed and unattributed commission equal the commission in the database, to the unit', async () => {
  const [stored] = await database.owner<{ commission: string }[]>`
    select sum(commission_amount)::text as commission from conversion_events where status in ('pending', 'confirmed')`
  const { totals } = card.data
  const credited = [totals.total_revenue, totals.unattributed.total_revenue].map(parseMoney)
  expect(addMoney(credited)).toBe(parseMoney(stored!.commission))
})
