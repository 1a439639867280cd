import { plainArray, type Tx, textArray } from '../db/client.ts'
import type { ConversionRow } from './conversionRow.ts'

/** Rows of a batch that report the same about one sale. */
export interface Report {
  readonly isNew: boolean
  /** Received first. */
  readonly first: ConversionRow
  /** Received last. */
  readonly last: ConversionRow
}

/**
 * Stores reports in conversion_changes, each different one once, with its first receipt. A report without status_at is
 * dated by its receipt, so the last receipt of an equal one is stored too. Returns the reports that were new or changed
 * a receipt.
 */
export async function keepReports(tx: Tx, rows: readonly ConversionRow[]): Promise<Report[]> {
  const groups = Map.groupBy(rows, contentKeyOf)
  // Rows are locked in the order of their keys, so that two workers do not deadlock.
  const reports = [...groups.keys()].sort().map((key) => reportOf(groups.get(key)!))
  const kept = await insertChanges(tx, reports)
  const isNew = new Map(kept.map((row) => [contentKey(row), row.isNew]))
  return reports.flatMap((report) => {
    const found = isNew.get(contentKeyOf(report.first))
    return found === undefined ? [] : [{ ...report, isNew: found }]
  })
}

function insertChanges(tx: Tx, reports: readonly Omit<Report, 'isNew'>[]): Promise<KeptRow[]> {
  const events = reports.map(({ first }) => first.item.event)
  const again = reports.map(({ first, last }) => (isLaterAgain(first, last) ? last : null))
  return tx<KeptRow[]>`
    insert into conversion_changes as c (merchant_id, conversion_id, status, status_at, order_amount, commission_amount,
      received_at, key_id, again_at, again_key_id)
    select * from unnest(${plainArray(reports.map(({ first }) => first.merchant.merchantId))}::uuid[],
      ${textArray(events.map((event) => event.conversion_id))}::text[], ${plainArray(events.map((event) => event.status))}::conversion_status[],
      ${plainArray(events.map((event) => (event.status_at == null ? null : iso(event.status_at))))}::timestamptz[],
      ${plainArray(events.map((event) => event.order_amount))}::numeric[], ${plainArray(events.map((event) => event.commission_amount))}::numeric[],
      ${plainArray(reports.map(({ first }) => iso(first.item.envelope.receivedAt)))}::timestamptz[],
      ${textArray(reports.map(({ first }) => first.item.envelope.keyId))}::text[],
      ${plainArray(again.map((row) => (row ? iso(row.item.envelope.receivedAt) : null)))}::timestamptz[],
      ${textArray(again.map((row) => row?.item.envelope.keyId ?? null))}::text[])
    on conflict on constraint conversion_changes_report do update set
      received_at = least(c.received_at, excluded.received_at),
      key_id = case when excluded.received_at < c.received_at then excluded.key_id else c.key_id end,
      again_at = case when c.status_at is null
        then greatest(c.again_at, c.received_at, excluded.again_at, excluded.received_at) end,
      again_key_id = case when c.status_at is not null then null
        when coalesce(excluded.again_at, excluded.received_at) > coalesce(c.again_at, c.received_at)
          then coalesce(excluded.again_key_id, excluded.key_id)
        else coalesce(c.again_key_id, c.key_id) end
    where excluded.received_at < c.received_at or (c.status_at is null
      and coalesce(excluded.again_at, excluded.received_at) > coalesce(c.again_at, c.received_at))
    returning merchant_id as "merchantId", conversion_id as id, status, status_at as "statusAt",
      order_amount::text as "orderAmount", commission_amount::text as commission, xmax = 0 as "isNew"`
}

/** Copies within one receipt are the same report. */
export function reportKeyOf(row: ConversionRow): string {
  return `${contentKeyOf(row)} ${row.item.envelope.receivedAt}`
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}

interface Content {
  readonly merchantId: string
  readonly id: string
  readonly status: string
  readonly statusAt: Date | null
  readonly orderAmount: string
  readonly commission: string
}

interface KeptRow extends Content {
  readonly isNew: boolean
}

function reportOf(rows: readonly ConversionRow[]): Omit<Report, 'isNew'> {
  const sorted = rows.toSorted((a, b) => a.item.envelope.receivedAt - b.item.envelope.receivedAt)
  return { first: sorted[0]!, last: sorted.at(-1)! }
}

function isLaterAgain(first: ConversionRow, last: ConversionRow): boolean {
  return first.item.event.status_at == null && last.item.envelope.receivedAt > first.item.envelope.receivedAt
}

function contentKeyOf({ merchant, item: { event } }: ConversionRow): string {
  return contentKey({
    merchantId: merchant.merchantId,
    id: event.conversion_id,
    status: event.status,
    statusAt: event.status_at == null ? null : new Date(event.status_at),
    orderAmount: event.order_amount,
    commission: event.commission_amount,
  })
}

function contentKey({ merchantId, id, status, statusAt, orderAmount, commission }: Content): string {
  return [merchantId, id, statusAt?.getTime() ?? '', status, places(orderAmount), places(commission)].join(' ')
}

/** '10', '10.0' and '10.0000' are one amount. */
function places(amount: string): string {
  const [whole, fraction = ''] = amount.split('.')
  return `${whole}.${fraction.padEnd(4, '0')}`
}
