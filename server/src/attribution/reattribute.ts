import type { Sql } from '../db/client.ts'
import { sleep } from '../lib/retry.ts'
import { attribute } from './attribute.ts'

export interface Reattributed {
  readonly clicks: number
  readonly clicksChanged: number
  readonly conversions: number
  readonly conversionsChanged: number
}

const PER_ENTRY = 250

/**
 * Re-attributes every click and sale of these days from the stored facts. If nothing changes, the stored result was
 * correct.
 * @param from first UTC day
 * @param to last UTC day
 */
export async function reattribute(sql: Sql, from: string, to: string): Promise<Reattributed> {
  // Ordered by time, so that one transaction reads few partitions.
  await sql`
    insert into attribution_queue (clicks)
    select array_agg(click_id) from (
      select click_id, (row_number() over (order by "timestamp") - 1) / ${PER_ENTRY} as part
      from click_events where event_date between ${from} and ${to}) numbered
    group by part order by part`
  await sql`
    insert into attribution_queue (conversions)
    select array_agg(conversion_no) from (
      select conversion_no, (row_number() over (order by "timestamp") - 1) / ${PER_ENTRY} as part
      from conversion_events where "timestamp" >= ${from}::date and "timestamp" < ${to}::date + 1) numbered
    group by part order by part`
  return drainAttributionQueue(sql)
}

/** Attributes until nothing is due. */
export async function drainAttributionQueue(sql: Sql): Promise<Reattributed> {
  const sum = { clicks: 0, clicksChanged: 0, conversions: 0, conversionsChanged: 0 }
  for (;;) {
    const done = await attribute(sql, new Date(0), () => {})
    if (done?.taken === 0) return sum
    if (done === null) {
      await sleep(100)
      continue
    }
    sum.clicks += done.clicks
    sum.clicksChanged += done.clicksChanged
    sum.conversions += done.conversions
    sum.conversionsChanged += done.conversionsChanged
  }
}
