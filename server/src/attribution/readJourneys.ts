import type { Sql } from '../db/client.ts'
import { ALL_MERCHANTS } from '../facts/sumIds.ts'
import type { JourneyCount } from './credit/markovRemoval.ts'

// Journeys for the data-driven models: all that led to a sale, from their touches, and those of a sample of people
// without one.

export interface JourneyScope {
  /** A merchant, or ALL_MERCHANTS. */
  readonly merchantId: string
  /** Days of the sales, and of the exposures of journeys that did not sell. */
  readonly start: string
  readonly end: string
}

/** A longer journey loses its first steps: apart from bots, people do not remember more. */
const MOST_STEPS = 30

export interface SoldPath extends JourneyCount {
  /** Commission of its conversions, ten-thousandths of the currency. */
  readonly commission: number
}

/** Tracked sales of the days, by the placements seen before them; those without a touch have no steps. */
export async function readSold(sql: Sql, { merchantId, start, end }: JourneyScope): Promise<SoldPath[]> {
  const rows = await sql<{ steps: string[] | null; n: number; commission: number }[]>`
    select steps, count(*) as n, sum(commission)::bigint as commission from (
      select c.commission,
        (array_agg(placement_id order by touch_no desc) filter (where touch_no is not null))[1:${MOST_STEPS}] as steps
      from attributed_conversions c left join attribution_touches t on t.conversion_no = c.conversion_no
      where c.day between ${start} and ${end} and status in ('pending', 'confirmed')
        ${merchantId === ALL_MERCHANTS ? sql`` : sql`and merchant_id = ${merchantId}`}
      group by c.conversion_no
    ) journeys group by steps`
  return rows.map(({ steps, n, commission }) => {
    return { steps: collapse((steps ?? []).toReversed()), journeys: n, conversions: n, commission }
  })
}

/**
 * Journeys without a sale of the people whose pseudonymised id begins with `prefix`: the ids are uniform, so any prefix
 * is a fair sample. A journey is one person's exposures to one merchant.
 * @param prefix two hexadecimal digits: 1/256 of people
 */
export async function readUnsold(sql: Sql, scope: JourneyScope, prefix: string): Promise<JourneyCount[]> {
  const from = `${prefix}000000-0000-0000-0000-000000000000`
  const to = `${prefix}ffffff-ffff-ffff-ffff-ffffffffffff`
  const { merchantId, start, end } = scope
  const rows = await sql<{ steps: string[]; n: number }[]>`
    select steps, count(*) as n from (
      select (array_agg(placement_id order by "timestamp" desc, event_id desc))[1:${MOST_STEPS}] as steps
      from exposure_events e
      where user_id between ${from} and ${to} and event_date between ${start}::date - 1 and ${end}::date + 1
        and day between ${start} and ${end} and ivt_reason is null and viewable is not false
        ${merchantId === ALL_MERCHANTS ? sql`` : sql`and merchant_id = ${merchantId}`}
      group by user_id, merchant_id
      having not exists (
        select from conversion_events sale where sale.user_id = e.user_id and sale.merchant_id = e.merchant_id
          and sale.counted_status in ('pending', 'confirmed'))
    ) journeys group by steps`
  return rows.map(({ steps, n }) => ({ steps: collapse(steps.toReversed()), journeys: n, conversions: 0 }))
}

/** The same placement twice in a row is one step. */
function collapse(steps: readonly string[]): string[] {
  return steps.filter((step, i) => step !== steps[i - 1])
}
