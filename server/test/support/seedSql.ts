import { expect } from 'vitest'
import { readMerchantSummary } from '../../src/query/merchantSummary.ts'
import type { Period } from '../../src/query/period.ts'
import { readPlacementDeepDive } from '../../src/query/placementDeepDive.ts'
import { readPlacementOverview } from '../../src/query/placementOverview.ts'
import type { TestDatabase } from './database.ts'

// Naive SQL over raw rows in UTC. It does not handle invalid traffic, so it runs over net rows and whole days, like the dashboard.

export async function expectSeedAnswers(
  { owner, app }: TestDatabase,
  merchantId: string,
  placementId: string,
  period: Period,
): Promise<void> {
  const start = new Date(`${period.start}T00:00:00Z`)
  const end = new Date(Date.parse(`${period.end}T00:00:00Z`) + 86_400_000)
  await owner.begin(async (tx) => {
    await tx`create temporary table seed_events on commit drop as
      select * from exposure_events where "timestamp" >= ${start} and "timestamp" < ${end} and ivt_reason is null`
    const overview = await readPlacementOverview(app, period, period.start)
    const rows = overview.data.rows.filter((row) => row.total_impressions > 0)
    expect(
      rows
        .map(({ placement_id, total_impressions, unique_users, unique_merchants }) => ({
          placement_id,
          total_impressions,
          unique_users,
          unique_merchants,
        }))
        .sort(byPlacement),
    ).toEqual(
      (
        await tx`
        select placement_id, count(*) as total_impressions, count(distinct user_id) as unique_users,
          count(distinct merchant_id) as unique_merchants
        from seed_events group by placement_id order by placement_id`
      ).slice(),
    )
    if (period.start === period.end) await expectSlots(tx as never, rows)
    await expectDeepDive(tx as never, placementId, (await readPlacementDeepDive(app, placementId, period)).data)
    await expectSummary(
      tx as never,
      merchantId,
      (await readMerchantSummary(app, merchantId, period, { currency: 'GBP' })).data,
    )
  })
}

type Sql = TestDatabase['owner']
const byPlacement = (a: { placement_id: string }, b: { placement_id: string }) =>
  a.placement_id < b.placement_id ? -1 : 1

async function expectSlots(tx: Sql, rows: Awaited<ReturnType<typeof readPlacementOverview>>['data']['rows']) {
  const seed = await tx<{ placement_id: string; avg: string; max: number }[]>`
    select placement_id, avg(merchants_shown) as avg, max(merchants_shown) as max from (
      select placement_id, session_id, count(distinct merchant_id) as merchants_shown
      from seed_events group by placement_id, session_id) subquery
    group by placement_id order by placement_id`
  for (const [i, row] of [...rows].sort(byPlacement).entries()) {
    expect(row.avg_merchants_shown).toBeCloseTo(Number(seed[i]!.avg), 9)
    expect(row.max_merchants_shown).toBe(seed[i]!.max)
  }
}

async function expectDeepDive(
  tx: Sql,
  placementId: string,
  data: Awaited<ReturnType<typeof readPlacementDeepDive>>['data'],
) {
  const shares = await tx<{ impressions: number; share: string }[]>`
    select count(*) as impressions, round(100.0 * count(*) / sum(count(*)) over (), 2) as share
    from seed_events e join merchant_dim m on e.merchant_id = m.merchant_id
    where e.placement_id = ${placementId} group by m.merchant_id, m.merchant_name order by impressions desc limit 10`
  expect(data.top_merchants.map((row) => [row.impressions, row.impression_share_pct])).toEqual(
    shares.map((row) => [row.impressions, Number(row.share)]),
  )
  const [top] = await tx`
    with merchant_impressions as (
      select merchant_id, count(*) as impressions, row_number() over (order by count(*) desc) as rank
      from seed_events where placement_id = ${placementId} group by merchant_id)
    select coalesce(sum(case when rank <= 3 then impressions else 0 end), 0)::int as top_3_impressions,
      coalesce(sum(case when rank <= 5 then impressions else 0 end), 0)::int as top_5_impressions,
      coalesce(sum(impressions), 0)::int as total_impressions from merchant_impressions`
  expect(data.concentration).toMatchObject(top!)
  const hours = await tx<{ hour_of_day: number; impressions: number }[]>`
    select extract(hour from timestamp)::int as hour_of_day, count(*) as impressions from seed_events
    where placement_id = ${placementId} group by hour_of_day order by hour_of_day`
  const shown = data.hourly.filter((row) => row.impressions > 0)
  expect(shown.map(({ hour_of_day, impressions }) => ({ hour_of_day, impressions }))).toEqual(hours.slice())
}

async function expectSummary(
  tx: Sql,
  merchantId: string,
  data: Awaited<ReturnType<typeof readMerchantSummary>>['data'],
) {
  const rows = await tx<{ impressions: number; unique_users: number; avg_rank: string | null }[]>`
    select p.placement_name, count(*) as impressions, count(distinct e.user_id) as unique_users, avg(e.rank_position) as avg_rank
    from seed_events e join placement_dim p on e.placement_id = p.placement_id
    where e.merchant_id = ${merchantId} group by p.placement_id, p.placement_name order by p.placement_name`
  const ours = [...data.placements].sort((a, b) => (a.placement_name < b.placement_name ? -1 : 1))
  expect(ours.map((row) => [row.placement_name, row.impressions, row.unique_users, row.avg_rank?.toFixed(9)])).toEqual(
    rows.map((row) => [
      (row as never as { placement_name: string }).placement_name,
      row.impressions,
      row.unique_users,
      row.avg_rank === null ? undefined : Number(row.avg_rank).toFixed(9),
    ]),
  )
}
