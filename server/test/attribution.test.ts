import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { reattribute } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { resolvePeriod } from '../src/query/period.ts'
import type { Envelope } from '../src/queue/queue.ts'
import { expectAttributedAnswers } from './support/attributedAnswers.ts'
import {
  ATTRIBUTION_MERCHANTS,
  ATTRIBUTION_PLACEMENTS,
  type AttributionWorld,
  attributionSpec,
  attributionWorld,
  type Turn,
} from './support/attributionWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { naiveLastTouch, naiveLedger, naiveSales } from './support/naiveOutcomes.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// Exposures, clicks, sales and their statuses in any order, over two workers whose commits cross, with an attributor that
// crashes: in the end every click and sale is credited as an oracle that looks at all rows at once credits them, and
// every rollup is what its rows add up to.

const RUNS = process.env.TEST_PROFILE === 'long' ? 10_000 : Number(process.env.TEST_WORLDS ?? 20)
const START = Date.parse(`${addDays(utcDate(Date.now()), -12)}T12:00:00Z`)
/** Later than any second look. */
const ALL_COUNTED = new Date(Date.now() + 365 * 86_400_000)
const NOTHING_COUNTED = new Date(0)
const PERIOD = resolvePeriod(
  {
    ...{ start_date: addDays(utcDate(Date.now()), -14), end_date: utcDate(Date.now()) },
    ...{ traffic: 'net', compare: 'prev', format: 'json' },
  },
  { timeZone: 'UTC', now: Date.now(), firstDay: '2020-01-01' },
)
const WINDOWS = { clickMs: 3_600_000, conversionMs: 7 * 86_400_000, aheadMs: 300_000 }
let database: TestDatabase
let workers: readonly [TestPipeline, TestPipeline]

beforeAll(async () => {
  database = await createTestDatabase()
  workers = [openTestPipeline(database), openTestPipeline(database)]
  const { owner } = database
  for (const id of ATTRIBUTION_MERCHANTS)
    await owner`insert into merchant_dim (merchant_id, merchant_name, category) values (${id}, ${id}, 'Food')`
  for (const id of ATTRIBUTION_PLACEMENTS)
    await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${id}, ${id})`
})

test(
  'every click and sale is credited as the oracle credits it, whatever comes when',
  async () => {
    await expectProperty(
      fc.asyncProperty(attributionSpec, async (spec) => {
        await emptyTables(database.owner)
        const world = attributionWorld(spec, START)
        await run(world, spec.turns)
        await expectOracle(world)
        await expectSums()
        expect(await database.owner`select item, reason from failed_attributions`).toEqual([])
        await expectAttributedAnswers(database.app, world, WINDOWS, PERIOD)
        const again = await reattribute(database.app, '2000-01-01', '2999-12-31')
        expect(again).toMatchObject({ clicksChanged: 0, conversionsChanged: 0, clicks: world.clicks.length })
      }),
      RUNS,
    )
  },
  RUNS * 4000,
)

async function run({ phases: [onTime, late] }: AttributionWorld, turns: readonly Turn[]): Promise<void> {
  const [first] = workers
  for (let i = 0; i < onTime.length; i++) {
    const turn = turns[i % turns.length]!
    const next = onTime[i + 1]
    if (turn === 'overlap' && next && !isSameSale(onTime[i]!, next)) {
      await overlap(onTime[i]!, next)
      i++
    } else await first.run([onTime[i]!])
    if (turn === 'attribute') await look(NOTHING_COUNTED)
    if (turn === 'crash') await crash()
    if (turn === 'recategorise') await recategorise(i)
  }
  await look(ALL_COUNTED)
  for (const one of late) {
    await first.run([one])
    await look(NOTHING_COUNTED)
  }
  await first.drain()
}

/** Two reports of one sale wait for each other: they cannot overlap. */
function isSameSale(one: Envelope, other: Envelope): boolean {
  const [a, b] = [one, other].map(({ conversions: [sale] }) => sale && `${sale.merchant_id} ${sale.conversion_id}`)
  return a !== undefined && a === b
}

/** Both are stored before either is committed: neither sees the other; and the second is attributed before the first is there. */
async function overlap(one: Envelope, other: Envelope): Promise<void> {
  const [slow, fast] = workers
  await slow.queue.push([one])
  const claim = (await slow.queue.take(1000))!
  let isStored = () => {}
  const stored = new Promise<void>((resolve) => {
    isStored = resolve
  })
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const storing = processBatch(slow.process, {
    ...claim,
    async removeWithin(tx) {
      isStored()
      await released
      await claim.removeWithin(tx)
    },
  })
  await stored
  await fast.run([other])
  await look(NOTHING_COUNTED)
  release()
  await storing
}

/** Another merchant, another category; its figures go along. */
async function recategorise(turn: number): Promise<void> {
  const merchantId = ATTRIBUTION_MERCHANTS[turn % ATTRIBUTION_MERCHANTS.length]!
  const category = ['Food', 'Home', null][turn % 3]!
  await database.app`update merchant_dim set category = ${category} where merchant_id = ${merchantId}`
}

async function look(completeTo: Date): Promise<void> {
  while ((await attribute(database.app, completeTo, () => {}))?.taken !== 0);
}

async function crash(): Promise<void> {
  const dying = attribute(database.app, NOTHING_COUNTED, () => {
    // As a lost connection: a dead process blames no entry.
    throw Object.assign(new Error('crash'), { code: 'ECONNRESET' })
  })
  await dying.catch((error: Error) => expect(error.message).toBe('crash'))
}

async function expectOracle(world: AttributionWorld): Promise<void> {
  const { owner } = database
  const ledger = await owner<{ id: string; exposure: string | null }[]>`
    select click_id as id, exposure_event_id as exposure from click_ledger order by 1`
  expect([...ledger].map(({ id, exposure }) => `${id} ${exposure ?? 'none'}`)).toEqual(naiveLedger(world, WINDOWS))
  const sales = await owner<{ line: string }[]>`
    select sale.merchant_id || ' ' || conversion_id || ' ' || c.status || ' ' || commission || ' ' || coalesce(through, 'none') || ' ' || coalesce((
      select string_agg(exposure_event_id || case when clicked then ' clicked' else '' end || case when decisive then ' decisive' else '' end, ', ' order by touch_no)
      from attribution_touches t where t.conversion_no = c.conversion_no), '') as line
    from attributed_conversions c join conversion_events sale using (conversion_no) order by 1`
  expect([...sales].map(({ line }) => line)).toEqual(naiveSales(world, WINDOWS))
  const lastTouch = await owner<{ line: string }[]>`
    select merchant_id || ' ' || day || ' ' || placement_id || ' ' || (pending + confirmed) || ' ' || (pending_commission + confirmed_commission) as line
    from outcome_daily where model = 'last_touch' and pending + confirmed > 0 order by 1`
  expect([...lastTouch].map(({ line }) => line)).toEqual(naiveLastTouch(world, WINDOWS))
}

/** Whatever the model: attributed and unattributed add up to the sales and the money in the database. */
async function expectSums(): Promise<void> {
  const { owner } = database
  const wrong = await owner`
    with sales as (
      select merchant_id, count(*) filter (where counted_status = 'pending') as pending,
        count(*) filter (where counted_status = 'rejected') as rejected,
        coalesce(sum(commission_amount * 10000) filter (where counted_status = 'confirmed'), 0) as confirmed_commission,
        sum(commission_amount * 10000) as commission
      from conversion_events group by 1
    ), counted as (
      select merchant_id, model, sum(pending) as pending, sum(rejected) as rejected, sum(confirmed_commission) as confirmed_commission,
        sum(pending_commission + confirmed_commission + rejected_commission + refunded_commission) as commission
      from outcome_daily where merchant_id <> '00000000-0000-0000-0000-000000000000' and model <> 'any_touch' group by 1, 2
    )
    select * from sales cross join unnest(array['last_touch', 'first_touch', 'linear', 'time_decay', 'position_based']) as model
      left join counted using (merchant_id, model)
    where (sales.pending * 1000000, sales.rejected * 1000000, sales.confirmed_commission, sales.commission)
      is distinct from (counted.pending, counted.rejected, counted.confirmed_commission, counted.commission)`
  expect([...wrong]).toEqual([])
  expect(await recountOutcomes(database.app, false)).toMatchObject({ wrong: 0, examples: [] })
}
