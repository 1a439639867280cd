import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import { plainArray, type Tx } from '../db/client.ts'
import type { CreditedClick, NamedClick } from './attributeConversion.ts'
import { readLedger } from './clickLedger.ts'
import type { Span } from './readExposures.ts'

// Credited clicks that could decide a sale: its user's, while raw clicks are kept, and the one it names, from the
// ledger.

export interface ClicksBefore {
  readonly byUser: ReadonlyMap<string, CreditedClick[]>
  /** By click_id, with their merchants. */
  readonly named: ReadonlyMap<string, NamedClick & { readonly merchantId: string }>
}

export async function readClicksBefore(
  tx: Tx,
  spans: readonly Span[],
  conversions: readonly { readonly clickId: string | null }[],
): Promise<ClicksBefore> {
  const named = await readLedger(
    tx,
    conversions.flatMap(({ clickId }) => clickId ?? []),
  )
  const own = spans.length === 0 ? [] : await readUserClicks(tx, spans)
  return {
    byUser: Map.groupBy(own, ({ userId }) => userId),
    named: new Map(
      [...named].map(([clickId, { at, merchantId, flagged, namedPlacementId: placementId, credited: exposure }]) => [
        clickId,
        { at, merchantId, flagged, placementId, exposure },
      ]),
    ),
  }
}

interface CreditedClickRow {
  readonly clickId: string
  readonly at: Date
  readonly userId: string
  readonly merchantId: string
  readonly eventId: string
  readonly exposedAt: Date
  readonly day: string
  readonly placementId: string
  readonly packageId: string | null
}

/** For each span the latest clicks, as many as a sale can have touches, and the latest on each placement. */
async function readUserClicks(tx: Tx, spans: readonly Span[]): Promise<CreditedClick[]> {
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))]
  const rows = await tx<CreditedClickRow[]>`
    select distinct on (ledger.click_id) ledger.click_id as "clickId", ledger.clicked_at as at, ledger.user_id as "userId",
      ledger.merchant_id as "merchantId", ledger.exposure_event_id as "eventId", ledger.exposed_at as "exposedAt", ledger.day,
      ledger.placement_id as "placementId", ledger.package_id as "packageId"
    from (
      select ledger.*, click.user_id,
        row_number() over (partition by span.n order by click."timestamp" desc, click.click_id desc) as from_last,
        row_number() over (partition by span.n, ledger.placement_id order by click."timestamp" desc, click.click_id desc) as last_there
      from unnest(${plainArray(spans.map((s) => s.userId))}::uuid[], ${plainArray(spans.map((s) => s.merchantId))}::uuid[],
          ${plainArray(spans.map((s) => iso(s.from)))}::timestamptz[], ${plainArray(spans.map((s) => iso(s.to)))}::timestamptz[])
          with ordinality as span (user_id, merchant_id, "from", "to", n)
        join click_events click on click.user_id = span.user_id and click.merchant_id = span.merchant_id
          and click."timestamp" between span."from" and span."to"
        join click_ledger ledger on ledger.click_id = click.click_id
      where ledger.exposure_event_id is not null
        and click.event_date between ${iso(from).slice(0, 10)} and ${iso(to).slice(0, 10)}
    ) ledger where from_last <= ${MAX_TOUCHES} or last_there = 1`
  return rows.map(clickOf)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function clickOf({
  clickId,
  at,
  userId,
  merchantId,
  eventId,
  exposedAt,
  day,
  placementId,
  packageId,
}: CreditedClickRow) {
  const exposure = { eventId, at: exposedAt.getTime(), day, placementId, packageId }
  return { clickId, at: at.getTime(), userId, merchantId, exposure }
}
