import { plainArray, type Sql, type Tx } from '../db/client.ts'
import type { Windows } from './creditClick.ts'

/** Clicks and sales to attribute now. */
export interface Queued {
  /** Deleted rows of attribution_queue. */
  readonly taken: number
  readonly clicks: ReadonlySet<string>
  readonly conversions: ReadonlySet<number>
}

/** Rows deleted at once: bounds a transaction to about 10,000 clicks and sales. */
const MAX_ROWS = 40

/** The oldest rows that are due, up to a limit. */
export async function dueInQueue(tx: Sql | Tx, completeTo: Date): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select queue_id as id from attribution_queue where not_before is null or not_before <= ${completeTo}
    order by queue_id limit ${MAX_ROWS}`
  return rows.map(({ id }) => id)
}

interface QueuedRow {
  readonly clicks: string[] | null
  readonly conversions: number[] | null
  readonly users: string[] | null
  readonly merchants: string[] | null
  readonly exposures: string[] | null
  readonly earliest: Date | null
  readonly latest: Date | null
}

/**
 * Takes what is due. Only later statements read facts: what a writer stored before its entry was taken is committed,
 * and so visible; the entry of any other writer is still there for the next round.
 * @param ids rows to take, from `dueInQueue`
 */
export async function takeQueued(tx: Tx, ids: readonly number[], windows: Windows): Promise<Queued> {
  if (ids.length === 0) return { taken: 0, clicks: new Set(), conversions: new Set() }
  const rows = await tx<QueuedRow[]>`
    delete from attribution_queue where queue_id = any(${plainArray(ids)}::bigint[])
    returning clicks, conversions, users, merchants, exposures, earliest, latest`
  const clicks = new Set(rows.flatMap((row) => row.clicks ?? []))
  const conversions = new Set(rows.flatMap((row) => row.conversions ?? []))
  for (const row of rows) {
    if (row.users === null || row.earliest === null) continue
    for (const id of await clicksAfter(tx, row, windows)) clicks.add(id)
    for (const no of await conversionsAfter(tx, row, windows)) conversions.add(no)
  }
  return { taken: rows.length, clicks, conversions }
}

/** Clicks that name the exposures of `row`, or could be credited to them. */
async function clicksAfter(tx: Tx, row: QueuedRow, windows: Windows): Promise<string[]> {
  const until = new Date(row.latest!.getTime() + windows.clickMs)
  const found = await tx<{ id: string }[]>`
    select click_id as id from unnest(${plainArray(row.users!)}::uuid[], ${plainArray(row.merchants!)}::uuid[]) as who (user_id, merchant_id)
      join click_events using (user_id, merchant_id)
    where "timestamp" between ${row.earliest} and ${until} and event_date between ${utcDay(row.earliest!)} and ${utcDay(until)}
    union
    select click_id from click_events where exposure_event_id = any(${plainArray(row.exposures!)}::uuid[])`
  return found.map(({ id }) => id)
}

async function conversionsAfter(tx: Tx, row: QueuedRow, windows: Windows): Promise<number[]> {
  const until = new Date(row.latest!.getTime() + windows.conversionMs)
  const found = await tx<{ no: number }[]>`
    with seen as (
      select * from unnest(${plainArray(row.users!)}::uuid[], ${plainArray(row.merchants!)}::uuid[]) as seen (user_id, merchant_id)
    ), who as (
      select * from seen
      -- What a visitor saw may lead to the member's purchases, regardless of the setting is now.
      union select member_id, merchant_id from seen join visitor_links on visitor_id = user_id
    )
    select conversion_no as no from who join conversion_events using (user_id, merchant_id)
    where "timestamp" between ${row.earliest} and ${until}
    union
    -- Sales without a user take the user of the click they name.
    select conversion_no from who
      join click_events using (user_id, merchant_id)
      join conversion_events sale on sale.click_id = click_events.click_id and sale.merchant_id = click_events.merchant_id
        and sale.user_id is null
    where sale."timestamp" between ${row.earliest} and ${until}`
  return found.map(({ no }) => no)
}

/** Sales that a click may decide: those that name it, and its user's in the time after it. */
export async function conversionsOfClicks(tx: Tx, clicks: readonly string[], windows: Windows): Promise<number[]> {
  if (clicks.length === 0) return []
  const found = await tx<{ no: number }[]>`
    with own as (
      select click_id, user_id, merchant_id, "timestamp" as at from click_events
      where click_id = any(${plainArray(clicks)}::uuid[])
    ), clicked as (
      select * from own
      union select click_id, member_id, merchant_id, at from own join visitor_links on visitor_id = user_id
    )
    select conversion_no as no from clicked join conversion_events sale using (user_id, merchant_id)
    where sale."timestamp" between at and at + ${windows.conversionMs} * interval '1 millisecond'
    union
    select conversion_no from conversion_events where click_id = any(${plainArray(clicks)}::uuid[])
    union
    select sale.conversion_no from clicked join click_events named using (user_id, merchant_id)
      join conversion_events sale on sale.click_id = named.click_id and sale.merchant_id = named.merchant_id
        and sale.user_id is null
    where sale."timestamp" between at and at + ${windows.conversionMs} * interval '1 millisecond'`
  return found.map(({ no }) => no)
}

function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10)
}
