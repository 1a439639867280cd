import type { Sql } from 'postgres'
import { type Figures, medianOf, type Sales } from './figures.ts'
import type { Story } from './story.ts'

// The figures as the rollups hold them: sums of days, and the people in the sketches.

const ALL = '00000000-0000-0000-0000-000000000000'
const UNATTRIBUTED = '00000000-0000-0000-0000-000000000001'

export async function readRollups(sql: Sql, story: Story): Promise<Figures> {
  const { placement, merchant, days } = story
  const inRange = sql`day between ${days[0]} and ${days[1]}`
  const ofMerchant = sql`merchant_id = ${merchant.id} and ${inRange}`
  const ofPlacement = sql`merchant_id = ${ALL} and placement_id = ${placement.id} and ${inRange}`
  const [shown] = await sql`
    select sum(impressions)::int as impressions, sum(viewable)::int as viewable
    from placement_daily where placement_id = ${placement.id} and ${inRange} and not flagged`
  const [got] = await sql`
    select sum(impressions)::int as impressions, sum(viewable)::int as viewable
    from exposure_daily where ${ofMerchant} and not flagged`
  const [slots] = await sql`
    select sum(slots_filled)::int as filled, sum(slots_available)::int as available
    from render_daily where placement_id = ${placement.id} and ${inRange}`
  const [seen] = await sql`
    select sum(merchants_shown_sum)::int as "merchantsShown", sum(sessions)::int as sessions
    from slot_daily where placement_id = ${placement.id} and ${inRange}`
  const [touched] = await sql`
    select coalesce(sum(pending + confirmed), 0)::int / 1000000 as assisted
    from touch_daily where ${ofPlacement} and previous_day < ${days[0]}`
  const owners = await sql`
    select merchant_id, sum(impressions)::int as impressions
    from exposure_daily where placement_id = ${placement.id} and ${inRange} and not flagged group by 1`
  const ownerOf = (id: string) => Number(owners.find((row) => row.merchant_id === id)?.impressions ?? 0)
  return {
    placement: {
      ...{ ...shown, ...(await peopleOf(sql`${ofPlacement}`)), ...(await outcomesOf(sql`${ofPlacement}`)) },
      ...{ ...slots, ...seen, ...touched },
    } as Figures['placement'],
    merchant: {
      ...{ ...got, ...(await peopleOf(sql`${ofMerchant} and placement_id = ${ALL}`)) },
      ...(await outcomesOf(sql`${ofMerchant} and placement_id <> ${UNATTRIBUTED}`)),
      ...(await restOf()),
    } as Figures['merchant'],
    paths: await pathsOf(),
    owners: [ownerOf(merchant.id), ownerOf(story.other.id)],
  }

  async function peopleOf(where: ReturnType<Sql>) {
    const sketches = await sql<{ sketch: Buffer }[]>`select sketch from reach_daily where ${where} and not flagged`
    const people = new Map<string, boolean>()
    for (const { sketch } of sketches)
      for (let entry = 0; entry < sketch.length; entry += 8)
        people.set(sketch.toString('hex', entry, entry + 6), sketch[entry + 6]! >= 0x80)
    return { reach: people.size, visitors: [...people.values()].filter(Boolean).length }
  }

  async function outcomesOf(where: ReturnType<Sql>) {
    const [clicked] = await sql`select coalesce(sum(clicks), 0)::int as clicks from click_daily where ${where}`
    const [sold] = await sql`
      select coalesce(sum(pending + confirmed), 0)::int / 1000000 as sales,
        coalesce(sum(rejected), 0)::int / 1000000 as rejected,
        coalesce(sum(pending_commission + confirmed_commission), 0)::text as commission
      from outcome_daily where ${where} and model = 'decisive_touch'`
    return { ...clicked, ...sold, commission: BigInt(sold!.commission) }
  }

  async function restOf() {
    const [clicked] = await sql`
      select coalesce(sum(clicks) filter (where placement_id = ${UNATTRIBUTED}), 0)::int as "unattributedClicks",
        sum(repeated)::int as "repeatedClicks"
      from click_daily where ${ofMerchant}`
    const reasons = await sql`
      select reason, sum(conversions)::int as sales, sum(commission)::text as commission
      from unattributed_daily where ${ofMerchant} and conversions > 0 group by 1`
    const unattributed = reasons.map((row): [string, Sales] => [row.reason, [row.sales, BigInt(row.commission)]])
    return { ...clicked, unattributed: Object.fromEntries(unattributed) }
  }

  async function pathsOf(): Promise<Figures['paths']> {
    const [sold] = await sql<{ sales: number; commission: string }[]>`
      select sum(conversions)::int as sales, sum(commission)::text as commission
      from path_sale_daily where ${ofMerchant} and through_id = ${ALL}`
    // The story has no two sales in one bucket: each knows its own time.
    const lags = await sql<{ seconds: number }[]>`
      select seconds::int from path_lag_daily where ${ofMerchant} and through_id = ${ALL} and conversions > 0`
    const medianSeconds = medianOf(lags.map(({ seconds }) => seconds))
    return { sales: sold!.sales, commission: BigInt(sold!.commission), medianSeconds }
  }
}
