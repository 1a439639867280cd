import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { reattribute } from '../src/attribution/reattribute.ts'
import { recountOutcomes } from '../src/attribution/recountOutcomes.ts'
import { addDays } from '../src/lib/clock.ts'
import { type Period, resolvePeriod } from '../src/query/period.ts'
import { expectAttributedAnswers } from './support/attributedAnswers.ts'
import { type Lane, openLane, ZONES } from './support/attributionLane.ts'
import { attributionSpec } from './support/attributionSpec.ts'
import type { AttributionWorld } from './support/attributionWorld.ts'
import type { TestDatabase } from './support/database.ts'
import { naiveDecisive, naiveLedger, naiveSales } from './support/naiveOutcomes.ts'
import { expectManyWorlds, expectProperty } from './support/property.ts'

// Exposures, clicks, sales and their statuses arrive in any order, over two workers whose commits interleave, with an attributor
// that crashes. In the end every click and sale has the credit of an oracle that reads all rows at once, and every rollup is the
// sum of its rows.

const IS_LONG = process.env.TEST_PROFILE === 'long'
const RUNS = IS_LONG ? 8000 : Number(process.env.TEST_WORLDS ?? 12)
const LANES = IS_LONG ? Number(process.env.TEST_LANES ?? 2) : 1
const WINDOWS = { clickMs: 3_600_000, conversionMs: 7 * 86_400_000, aheadMs: 300_000 }
const asked = fc.record({ spec: attributionSpec, window: fc.nat(ZONES.length - 1) })
let lanes: readonly Lane[]

beforeAll(async () => {
  lanes = await Promise.all(Array.from({ length: LANES }, openLane))
})

test(
  'every click and sale is credited as the oracle credits it, in any order of arrival',
  async () => {
    const properties = lanes.map((lane) => fc.asyncProperty(asked, (world) => checkWorld(lane, world)))
    if (IS_LONG) await expectManyWorlds(properties, { name: 'attribution', worlds: RUNS })
    else await expectProperty(properties[0]!, RUNS)
  },
  RUNS * 15_000,
)

type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never

async function checkWorld({ database, run }: Lane, { spec, window }: Asked): Promise<void> {
  const world = await run(spec, window)
  await expectOracle(database, world)
  await expectSums(database)
  expect(await database.owner`select item, reason from failed_attributions`).toEqual([])
  await expectAttributedAnswers(database.app, world, WINDOWS, periodOf(window))
  const again = await reattribute(database.app, '2000-01-01', '2999-12-31')
  expect(again).toMatchObject({ clicksChanged: 0, conversionsChanged: 0, clicks: world.clicks.length })
}

/** All events of a world. */
function periodOf(window: number): Period {
  const { zone, start } = ZONES[window]!
  const day = new Date(start).toISOString().slice(0, 10)
  return resolvePeriod(
    {
      ...{ start_date: addDays(day, -2), end_date: addDays(day, 12) },
      ...{ traffic: 'net', compare: 'prev', format: 'json' },
    },
    { timeZone: zone, now: start + 30 * 86_400_000, firstDay: '2020-01-01' },
  )
}

async function expectOracle({ owner }: TestDatabase, world: AttributionWorld): Promise<void> {
  const ledger = await owner<{ line: string }[]>`
    select click_id || ' ' || coalesce(exposure_event_id::text, 'none') || ' ' || (not flagged and repeats is null) as line
    from click_ledger order by 1`
  expect([...ledger].map(({ line }) => line)).toEqual(naiveLedger(world, WINDOWS))
  const sales = await owner<{ line: string }[]>`
    select sale.merchant_id || ' ' || conversion_id || ' ' || c.status || ' ' || commission || ' ' || coalesce(through, 'none') || ' ' || coalesce(unattributed_reason, '') || ' ' || coalesce((
      select string_agg(exposure_event_id || case when clicked then ' clicked' else '' end || case when decisive then ' decisive' else '' end, ', ' order by touch_no)
      from attribution_touches t where t.conversion_no = c.conversion_no), '') as line
    from attributed_conversions c join conversion_events sale using (conversion_no) order by 1`
  expect([...sales].map(({ line }) => line)).toEqual(naiveSales(world, WINDOWS))
  const byDecisive = await owner<{ line: string }[]>`
    select merchant_id || ' ' || day || ' ' || placement_id || ' ' || (pending + confirmed) || ' ' || (pending_commission + confirmed_commission) as line
    from outcome_daily where model = 'decisive_touch' and pending + confirmed > 0 order by 1`
  expect([...byDecisive].map(({ line }) => line)).toEqual(naiveDecisive(world, WINDOWS))
}

/** Under every model, attributed and unattributed add up to the sales and the money in the database. */
async function expectSums({ app, owner }: TestDatabase): Promise<void> {
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
      from outcome_daily where merchant_id <> '00000000-0000-0000-0000-000000000000' group by 1, 2
    )
    select * from sales cross join unnest(array['decisive_touch', 'first_touch', 'linear', 'time_decay', 'position_based']) as model
      left join counted using (merchant_id, model)
    where (sales.pending * 1000000, sales.rejected * 1000000, sales.confirmed_commission, sales.commission)
      is distinct from (counted.pending, counted.rejected, counted.confirmed_commission, counted.commission)`
  expect([...wrong]).toEqual([])
  expect(await recountOutcomes(app, false)).toMatchObject({ wrong: 0, examples: [] })
}
