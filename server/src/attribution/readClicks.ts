import { plainArray, type Tx } from '../db/client.ts'
import { ECHO_MS } from './clickEchoes.ts'
import type { ClickFact } from './creditClick.ts'
import { RAPID_MS } from './rapidClicks.ts'

export interface StoredClick extends ClickFact {
  readonly day: string
  /** It has not had its second look yet. */
  readonly isNew: boolean
}

export interface ClicksAround {
  /**
   * Clicks that the given ones may change: themselves, those of their people and merchants within ECHO_MS, and those of their
   * sessions within RAPID_MS after them.
   */
  readonly changing: readonly StoredClick[]
  /** The same, and those they depend on. */
  readonly all: readonly StoredClick[]
}

/** These clicks and those close to them. */
export async function readClicksAround(tx: Tx, ids: readonly string[]): Promise<ClicksAround> {
  const asked = await readClicks(tx, ids)
  const around = await readBetween(tx, spansAround(asked))
  const all = [...new Map([...asked, ...around].map((click) => [click.clickId, click])).values()]
  const askedOf = Map.groupBy(asked, ({ userId }) => userId)
  const isNear = (click: StoredClick) => (askedOf.get(click.userId) ?? []).some((one) => mayChange(one, click))
  const isAsked = new Set(asked)
  return { changing: all.filter((click) => isAsked.has(click) || isNear(click)), all }
}

function mayChange(one: ClickFact, other: ClickFact): boolean {
  const after = other.at - one.at
  const mayEcho = one.merchantId === other.merchantId && Math.abs(after) <= ECHO_MS
  return mayEcho || (one.sessionId === other.sessionId && after >= 0 && after < RAPID_MS)
}

async function readClicks(tx: Tx, ids: readonly string[]): Promise<StoredClick[]> {
  if (ids.length === 0) return []
  const rows = await tx<
    StoredClickRow[]
  >`select ${columns(tx)} from click_events c where click_id = any(${plainArray(ids)}::uuid[])`
  return rows.map(clickOf)
}

interface ClickSpan extends Pick<ClickFact, 'userId'> {
  readonly from: number
  readonly to: number
}

/** What may change, and what that depends on. */
const AROUND_MS = 2 * ECHO_MS + RAPID_MS

/** Reads each person's clicks once, however many there are. */
function spansAround(clicks: readonly StoredClick[]): ClickSpan[] {
  const spans: ClickSpan[] = []
  for (const { userId, at } of clicks.toSorted((a, b) => compare(a.userId, b.userId) || a.at - b.at)) {
    const span = { userId, from: at - AROUND_MS, to: at + AROUND_MS }
    const last = spans.at(-1)
    const overlaps = last?.userId === userId && span.from <= last.to
    if (overlaps) spans[spans.length - 1] = { ...last, to: span.to }
    else spans.push(span)
  }
  return spans
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function readBetween(tx: Tx, spans: readonly ClickSpan[]): Promise<StoredClick[]> {
  if (spans.length === 0) return []
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))]
  const rows = await tx<StoredClickRow[]>`
    select ${columns(tx)}
    from unnest(${plainArray(spans.map((s) => s.userId))}::uuid[], ${plainArray(spans.map((s) => iso(s.from)))}::timestamptz[],
        ${plainArray(spans.map((s) => iso(s.to)))}::timestamptz[]) as span (user_id, "from", "to")
      join click_events c on c.user_id = span.user_id and c."timestamp" between span."from" and span."to"
    where c.event_date between ${iso(from).slice(0, 10)} and ${iso(to).slice(0, 10)}`
  return rows.map(clickOf)
}

type StoredClickRow = Omit<StoredClick, 'at'> & { readonly at: Date }

function columns(tx: Tx) {
  return tx`c.click_id as "clickId", c."timestamp" as at, c.day, c.user_id as "userId", c.session_id as "sessionId",
    c.merchant_id as "merchantId", c.exposure_event_id as "exposureEventId", c.placement_id as "placementId",
    c.ivt_reason is not null as flagged, c.created_at > now() - interval '15 minutes' as "isNew"`
}

function clickOf(row: StoredClickRow): StoredClick {
  return { ...row, at: row.at.getTime() }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
