import type { ConversionStatus } from '@bx/contracts/events/values'
import { plainArray, type Tx, textArray } from '../db/client.ts'
import type { ConversionRow } from './conversionRow.ts'
import { iso, keepReports, type Report } from './keepReports.ts'

// Sales and the later reports about them. Every different report is stored in conversion_changes. The greatest report
// defines the sale (conversion_reports), so that any order of arrival gives the same sale (decision 0022).

/** The outcomes of reports; those in neither set of rows are duplicates. */
export interface SaleVerdicts {
  readonly stored: Set<ConversionRow>
  /** Stored, but older than the sale was before. */
  readonly superseded: Set<ConversionRow>
  /** conversion_no of the sales that these reports may have changed. */
  readonly changed: Set<number>
}

/** Stores reports; returns those with new information. */
export async function upsertConversions(
  tx: Tx,
  rows: readonly ConversionRow[],
  verdicts: SaleVerdicts,
): Promise<ReadonlySet<ConversionRow>> {
  if (rows.length === 0) return new Set()
  const kept = await keepReports(tx, rows)
  if (kept.length === 0) return new Set()
  const sales = await lockSales(tx, kept)
  const changed = await updateSales(tx, sales)
  const arrived = new Set<ConversionRow>()
  for (const report of kept) {
    const sale = sales.get(saleKeyOf(report.first))!
    const isChanged = changed.has(sale.no)
    if (isChanged || report.isNew) verdicts.changed.add(sale.no)
    // A later equal report is new only if it changes the sale.
    if (!report.isNew && !isChanged) continue
    const row = report.isNew ? report.first : report.last
    const isOlder = isBefore(row, sale, isChanged)
    verdicts[isOlder ? 'superseded' : 'stored'].add(row)
    arrived.add(row)
  }
  return arrived
}

/** A sale as it was before these reports. */
interface Sale {
  readonly no: number
  readonly isNew: boolean
  readonly status: ConversionStatus
  readonly statusAt: Date
  readonly orderAmount: string
  readonly commission: string
}

/** Stores new sales, adds a click or a user that only a later report names, and locks all of them. */
async function lockSales(tx: Tx, reports: readonly Report[]): Promise<ReadonlyMap<string, Sale>> {
  const bySale = Map.groupBy(reports, ({ first }) => saleKeyOf(first))
  const sales = [...bySale.keys()].sort().map((key) => saleOf(bySale.get(key)!))
  const column = (value: (row: ConversionRow) => string | number | null) => plainArray(sales.map(value))
  const rows = await tx<(Sale & { merchantId: string; id: string })[]>`
    insert into conversion_events as sale (conversion_id, click_id, merchant_id, user_id, "timestamp", day, order_amount,
      commission_amount, currency, status, status_at, received_at)
    select * from unnest(${textArray(sales.map(({ item }) => item.event.conversion_id))}::text[],
      ${column(({ item }) => item.event.click_id ?? null)}::uuid[], ${column(({ merchant }) => merchant.merchantId)}::uuid[],
      ${column(({ item }) => item.event.user_id ?? null)}::uuid[], ${column(({ item }) => iso(item.event.timestamp))}::timestamptz[],
      ${column(({ local }) => local.day)}::date[], ${column(({ item }) => item.event.order_amount)}::numeric[],
      ${column(({ item }) => item.event.commission_amount)}::numeric[], ${column(({ item }) => item.event.currency)}::text[],
      ${column(({ item }) => item.event.status)}::conversion_status[],
      ${column(({ item }) => iso(item.event.status_at ?? item.event.timestamp))}::timestamptz[],
      ${column(({ item }) => iso(item.envelope.receivedAt))}::timestamptz[])
    on conflict (merchant_id, conversion_id) do update
    set click_id = coalesce(sale.click_id, excluded.click_id), user_id = coalesce(sale.user_id, excluded.user_id)
    returning conversion_no as no, xmax = 0 as "isNew", merchant_id as "merchantId", conversion_id as id, status,
      status_at as "statusAt", order_amount::text as "orderAmount", commission_amount::text as commission`
  return new Map(rows.map((row) => [saleKey(row.merchantId, row.id), row]))
}

/** The first report received, with the click and the user that any report names. */
function saleOf(reports: readonly Report[]): ConversionRow {
  const rows = reports.map(({ first }) => first).sort((a, b) => a.item.envelope.receivedAt - b.item.envelope.receivedAt)
  const { item, ...row } = rows[0]!
  const click_id = rows.find((other) => other.item.event.click_id != null)?.item.event.click_id
  const user_id = rows.find((other) => other.item.event.user_id != null)?.item.event.user_id
  return { ...row, item: { ...item, event: { ...item.event, click_id, user_id } } }
}

type Said = Omit<Sale, 'isNew' | 'statusAt'>

/** Updates each sale to its greatest report. Returns those whose status or money changed. */
async function updateSales(tx: Tx, before: ReadonlyMap<string, Sale>): Promise<ReadonlySet<number>> {
  const known = new Map([...before.values()].map((sale) => [sale.no, sale]))
  const rows = await tx<Said[]>`
    update conversion_events sale set status = latest.status, status_at = latest.as_of, order_amount = latest.order_amount,
      commission_amount = latest.commission_amount, updated_at = now()
    from (
      select distinct on (conversion_no) * from conversion_reports where conversion_no = any(${plainArray([...known.keys()])}::bigint[])
      order by conversion_no, as_of desc, status desc, received_at desc, order_amount desc, commission_amount desc
    ) latest
    where sale.conversion_no = latest.conversion_no
      and (sale.status, sale.status_at, sale.order_amount, sale.commission_amount)
        is distinct from (latest.status, latest.as_of, latest.order_amount, latest.commission_amount)
    returning sale.conversion_no as no, sale.status, sale.order_amount::text as "orderAmount",
      sale.commission_amount::text as commission`
  return new Set(rows.filter((row) => !isSame(row, known.get(row.no)!)).map(({ no }) => no))
}

function isSame(a: Said, b: Said): boolean {
  return a.status === b.status && a.orderAmount === b.orderAmount && a.commission === b.commission
}

const STATUS_ORDER = { pending: 0, confirmed: 1, rejected: 2, refunded: 3 } as const

/** Whether a report is older than the sale was. */
function isBefore({ item: { event, envelope } }: ConversionRow, sale: Sale, isChanged: boolean): boolean {
  if (sale.isNew) return false
  const difference =
    (event.status_at ?? envelope.receivedAt) - sale.statusAt.getTime() ||
    STATUS_ORDER[event.status] - STATUS_ORDER[sale.status]
  return difference < 0 || (difference === 0 && !isChanged)
}

function saleKeyOf({ merchant, item }: ConversionRow): string {
  return saleKey(merchant.merchantId, item.event.conversion_id)
}

function saleKey(merchantId: string, conversionId: string): string {
  return `${merchantId} ${conversionId}`
}
