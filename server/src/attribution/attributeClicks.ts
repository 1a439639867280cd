import { plainArray, type Tx } from '../store/db.ts'
import { ALL, NONE } from '../store/reachKey.ts'
import type { Cells } from './cells.ts'
import { type ClickFact, creditClick, type ExposureFact, type Windows } from './creditClick.ts'
import { readLastSeen, readNamed } from './readExposures.ts'

// Which exposure each click is credited to, in click_ledger.

interface StoredClick extends ClickFact {
  readonly day: string
}

interface LedgerEntry {
  readonly clickId: string
  readonly merchantId: string
  readonly at: number
  readonly clickedDay: string
  readonly flagged: boolean
  readonly credited: Credited | null
}

type Credited = Pick<ExposureFact, 'eventId' | 'at' | 'day' | 'placementId' | 'packageId'>

/**
 * Credits these clicks anew and counts the difference.
 * @param keptFrom first day whose exposures are kept: a credit to an earlier one stands
 * @returns the clicks whose credit changed
 */
export async function attributeClicks(
  tx: Tx,
  clickIds: ReadonlySet<string>,
  windows: Windows,
  keptFrom: string,
  cells: Cells,
): Promise<string[]> {
  const clicks = await readClicks(tx, [...clickIds])
  if (clicks.length === 0) return []
  const exposuresOf = await readCandidates(tx, clicks, windows)
  const before = await readLedger(
    tx,
    clicks.map(({ clickId }) => clickId),
  )
  const changed = clicks.flatMap((click) => {
    const old = before.get(click.clickId)
    const now = entryOf(click, creditClick(click, exposuresOf(click), windows), old, keptFrom)
    if (old && isSame(old, now)) return []
    if (old) countClick(cells, old, -1)
    countClick(cells, now, 1)
    return [now]
  })
  await writeLedger(tx, changed)
  return changed.map(({ clickId }) => clickId)
}

function entryOf(
  { clickId, merchantId, at, day, flagged }: StoredClick,
  credited: ExposureFact | null,
  old: LedgerEntry | undefined,
  keptFrom: string,
): LedgerEntry {
  const stands = !flagged && old?.credited && new Date(old.credited.at).toISOString().slice(0, 10) < keptFrom
  return { clickId, merchantId, at, clickedDay: day, flagged, credited: credited ?? (stands ? old.credited : null) }
}

function isSame(a: LedgerEntry, b: LedgerEntry): boolean {
  return a.flagged === b.flagged && a.credited?.eventId === b.credited?.eventId
}

/** A click counts for its merchant and for all, on the day and placement of its exposure. */
function countClick(cells: Cells, { flagged, credited, merchantId, clickedDay }: LedgerEntry, sign: 1 | -1): void {
  if (flagged) return
  for (const merchant of [merchantId, ALL]) {
    cells.add('click_daily', [merchant, credited?.day ?? clickedDay, credited?.placementId ?? NONE], [1], sign)
  }
}

async function readClicks(tx: Tx, ids: readonly string[]): Promise<StoredClick[]> {
  if (ids.length === 0) return []
  const rows = await tx<(Omit<StoredClick, 'at'> & { at: Date })[]>`
    select click_id as "clickId", "timestamp" as at, day, user_id as "userId", session_id as "sessionId",
      merchant_id as "merchantId", exposure_event_id as "exposureEventId", placement_id as "placementId",
      ivt_reason is not null as flagged
    from click_events where click_id = any(${plainArray(ids)}::uuid[])`
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

/** The exposures that each click could be credited with. */
async function readCandidates(tx: Tx, clicks: readonly StoredClick[], windows: Windows) {
  const [named, near] = [
    await readNamed(
      tx,
      clicks.flatMap(({ exposureEventId }) => exposureEventId ?? []),
    ),
    await readLastSeen(
      tx,
      clicks.map(({ at, ...click }) => ({ ...click, from: at - windows.clickMs, to: at })),
    ),
  ]
  const namedById = new Map(named.map((exposure) => [exposure.eventId, exposure]))
  const nearByUser = Map.groupBy(near, ({ userId }) => userId)
  return ({ userId, exposureEventId }: StoredClick): ExposureFact[] => {
    const own = nearByUser.get(userId) ?? []
    const exposure = exposureEventId === null ? undefined : namedById.get(exposureEventId)
    return exposure ? [...own, exposure] : own
  }
}

async function readLedger(tx: Tx, clickIds: readonly string[]): Promise<ReadonlyMap<string, LedgerEntry>> {
  const rows = await tx<LedgerRow[]>`
    select click_id as "clickId", merchant_id as "merchantId", clicked_at as at, clicked_day as "clickedDay", flagged,
      exposure_event_id as "eventId", exposed_at as "exposedAt", day, placement_id as "placementId", package_id as "packageId"
    from click_ledger where click_id = any(${plainArray(clickIds)}::uuid[])`
  return new Map(rows.map((row) => [row.clickId, ledgerEntryOf(row)]))
}

interface LedgerRow {
  readonly clickId: string
  readonly merchantId: string
  readonly at: Date
  readonly clickedDay: string
  readonly flagged: boolean
  readonly eventId: string | null
  readonly exposedAt: Date | null
  readonly day: string | null
  readonly placementId: string | null
  readonly packageId: string | null
}

function ledgerEntryOf({ eventId, exposedAt, day, placementId, packageId, at, ...row }: LedgerRow): LedgerEntry {
  const credited =
    eventId === null ? null : { eventId, at: exposedAt!.getTime(), day: day!, placementId: placementId!, packageId }
  return { ...row, at: at.getTime(), credited }
}

async function writeLedger(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return
  const column = (value: (entry: LedgerEntry) => string | number | boolean | null) => plainArray(entries.map(value))
  await tx`
    insert into click_ledger (click_id, merchant_id, clicked_at, clicked_day, flagged, exposure_event_id, exposed_at, day,
      placement_id, package_id)
    select * from unnest(${column((e) => e.clickId)}::uuid[], ${column((e) => e.merchantId)}::uuid[],
      ${column((e) => new Date(e.at).toISOString())}::timestamptz[], ${column((e) => e.clickedDay)}::date[],
      ${column((e) => e.flagged)}::boolean[], ${column((e) => e.credited?.eventId ?? null)}::uuid[],
      ${column((e) => (e.credited ? new Date(e.credited.at).toISOString() : null))}::timestamptz[],
      ${column((e) => e.credited?.day ?? null)}::date[], ${column((e) => e.credited?.placementId ?? null)}::uuid[],
      ${column((e) => e.credited?.packageId ?? null)}::uuid[])
    on conflict (click_id) do update set flagged = excluded.flagged, exposure_event_id = excluded.exposure_event_id,
      exposed_at = excluded.exposed_at, day = excluded.day, placement_id = excluded.placement_id, package_id = excluded.package_id`
}
