import type { Sql } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import type { PathCount } from './credit/markovRemoval.ts'

// Journeys for the data-driven models: all that sold, from their touches, and those of a sample of people that did not.

export interface JourneyScope {
  /** A merchant, or ALL. */
  readonly merchantId: string
  /** Days of the sales, and of the exposures of journeys that did not sell. */
  readonly start: string
  readonly end: string
}

/** A journey longer than this is cut at its beginning: robots aside, people do not remember more. */
const MOST_STEPS = 30

/** Tracked sales of the days that had a touch, by the placements seen before them. */
export async function readSold(sql: Sql, { merchantId, start, end }: JourneyScope): Promise<PathCount[]> {
  const rows = await sql<{ steps: string[]; n: number }[]>`
    select steps, count(*) as n from (
      select (array_agg(placement_id order by touch_no desc))[1:${MOST_STEPS}] as steps
      from attributed_conversions c join attribution_touches using (conversion_no)
      where c.day between ${start} and ${end} and status in ('pending', 'confirmed')
        ${merchantId === ALL ? sql`` : sql`and merchant_id = ${merchantId}`}
      group by conversion_no
    ) journeys group by steps`
  return rows.map(({ steps, n }) => ({ steps: collapse(steps.toReversed()), journeys: n, conversions: n }))
}

/**
 * Journeys without a sale of the people whose folded id begins with `prefix`: those ids are uniform, so any prefix is a
 * fair sample. A journey is one person's exposures to one merchant.
 * @param prefix two hexadecimal digits: 1/256 of people
 */
export async function readUnsold(sql: Sql, scope: JourneyScope, prefix: string): Promise<PathCount[]> {
  const from = `${prefix}000000-0000-0000-0000-000000000000`
  const to = `${prefix}ffffff-ffff-ffff-ffff-ffffffffffff`
  const { merchantId, start, end } = scope
  const rows = await sql<{ steps: string[]; n: number }[]>`
    select steps, count(*) as n from (
      select (array_agg(placement_id order by "timestamp" desc, event_id desc))[1:${MOST_STEPS}] as steps
      from exposure_events e
      where user_id between ${from} and ${to} and event_date between ${start}::date - 1 and ${end}::date + 1
        and day between ${start} and ${end} and ivt_reason is null and viewable is not false
        ${merchantId === ALL ? sql`` : sql`and merchant_id = ${merchantId}`}
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
