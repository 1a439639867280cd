import type { Conversion } from '@bx/contracts/events/conversion'
import { plainArray, type Tx, textArray } from '../store/db.ts'
import type { LocalTime } from '../store/localTime.ts'
import type { Merchant } from './dimensions.ts'
import type { Item } from './item.ts'

export interface ConversionRow {
  readonly item: Item<Conversion>
  readonly merchant: Merchant
  readonly local: LocalTime
}

/**
 * Stores sales and their later statuses. Every report that says something new is kept in conversion_changes; the sale
 * itself shows the report with the greatest (status_at, order of statuses), in whatever order reports arrive; a click or
 * a user that only one of them names stays with it.
 * Returns the rows that said something new; the others are duplicates.
 */
export async function upsertConversions(tx: Tx, rows: readonly ConversionRow[]): Promise<ReadonlySet<ConversionRow>> {
  if (rows.length === 0) return new Set()
  const byReport = new Map<string, ConversionRow>()
  for (const row of rows) {
    const key = reportKeyOf(row)
    if (!byReport.has(key)) byReport.set(key, row)
  }
  const sorted = [...byReport.keys()].sort().map((key) => byReport.get(key)!)
  const changes = await insertChanges(tx, sorted)
  const fresh = sorted.filter((row) => changes.has(reportKeyOf(row)))
  await upsertLatest(tx, latestPerSale(fresh))
  return new Set(fresh)
}

async function insertChanges(tx: Tx, rows: readonly ConversionRow[]): Promise<ReadonlySet<string>> {
  const events = rows.map((row) => row.item.event)
  const inserted = await tx<{ id: string; status: string; at: Date }[]>`
    insert into conversion_changes (conversion_id, status, status_at, order_amount, commission_amount, received_at)
    select * from unnest(
      ${textArray(events.map((event) => event.conversion_id))}::text[],
      ${plainArray(events.map((event) => event.status))}::conversion_status[],
      ${plainArray(rows.map((row) => new Date(statusAt(row)).toISOString()))}::timestamptz[],
      ${plainArray(events.map((event) => event.order_amount))}::numeric[],
      ${plainArray(events.map((event) => event.commission_amount))}::numeric[],
      ${plainArray(rows.map((row) => new Date(row.item.envelope.receivedAt).toISOString()))}::timestamptz[])
    on conflict do nothing returning conversion_id as id, status, status_at as at`
  return new Set(inserted.map((row) => reportKey(row.id, row.status, row.at.getTime())))
}

async function upsertLatest(tx: Tx, rows: readonly ConversionRow[]): Promise<void> {
  if (rows.length === 0) return
  const events = rows.map((row) => row.item.event)
  const isLatest = tx`(excluded.status_at, excluded.status) > (sale.status_at, sale.status)`
  const latest = (column: string) =>
    tx`${tx(column)} = case when ${isLatest} then excluded.${tx(column)} else sale.${tx(column)} end`
  await tx`
    insert into conversion_events as sale (conversion_id, click_id, merchant_id, user_id, "timestamp", day, order_amount,
      commission_amount, currency, status, status_at, received_at)
    select * from unnest(
      ${textArray(events.map((event) => event.conversion_id))}::text[],
      ${plainArray(events.map((event) => event.click_id ?? null))}::uuid[],
      ${plainArray(rows.map((row) => row.merchant.merchantId))}::uuid[],
      ${plainArray(events.map((event) => event.user_id ?? null))}::uuid[],
      ${plainArray(events.map((event) => new Date(event.timestamp).toISOString()))}::timestamptz[],
      ${plainArray(rows.map((row) => row.local.day))}::date[],
      ${plainArray(events.map((event) => event.order_amount))}::numeric[],
      ${plainArray(events.map((event) => event.commission_amount))}::numeric[],
      ${plainArray(events.map((event) => event.currency))}::text[],
      ${plainArray(events.map((event) => event.status))}::conversion_status[],
      ${plainArray(rows.map((row) => new Date(statusAt(row)).toISOString()))}::timestamptz[],
      ${plainArray(rows.map((row) => new Date(row.item.envelope.receivedAt).toISOString()))}::timestamptz[])
    on conflict (conversion_id) do update
    set ${latest('order_amount')}, ${latest('commission_amount')}, ${latest('status')}, ${latest('status_at')},
      updated_at = excluded.updated_at, click_id = coalesce(sale.click_id, excluded.click_id),
      user_id = coalesce(sale.user_id, excluded.user_id)
    where ${isLatest} or (sale.click_id is null and excluded.click_id is not null)
      or (sale.user_id is null and excluded.user_id is not null)`
}

/** One row per sale, the latest status, in key order: one statement may touch a row only once. */
function latestPerSale(rows: readonly ConversionRow[]): ConversionRow[] {
  const latest = new Map<string, ConversionRow>()
  for (const row of rows) {
    const other = latest.get(row.item.event.conversion_id)
    const known = other === undefined ? row : isLater(row, other) ? withIdsOf(row, other) : withIdsOf(other, row)
    latest.set(row.item.event.conversion_id, known)
  }
  return [...latest.keys()].sort().map((id) => latest.get(id)!)
}

/** `row` with the click and the user that only `other` names. */
function withIdsOf(row: ConversionRow, other: ConversionRow): ConversionRow {
  const { event } = row.item
  const click_id = event.click_id ?? other.item.event.click_id
  const user_id = event.user_id ?? other.item.event.user_id
  return { ...row, item: { ...row.item, event: { ...event, click_id, user_id } } }
}

const STATUS_ORDER = { pending: 0, confirmed: 1, rejected: 2, refunded: 3 } as const

function isLater(a: ConversionRow, b: ConversionRow): boolean {
  const difference = statusAt(a) - statusAt(b)
  return difference > 0 || (difference === 0 && STATUS_ORDER[a.item.event.status] > STATUS_ORDER[b.item.event.status])
}

function statusAt(row: ConversionRow): number {
  return row.item.event.status_at ?? row.item.event.timestamp
}

function reportKeyOf(row: ConversionRow): string {
  return reportKey(row.item.event.conversion_id, row.item.event.status, statusAt(row))
}

function reportKey(id: string, status: string, at: number): string {
  return `${id} ${at} ${status}`
}
