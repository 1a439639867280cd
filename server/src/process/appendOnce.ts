import { plainArray, type Tx } from '../db/client.ts'
import { utcDate } from '../lib/clock.ts'
import { uuidTime } from '../lib/ids.ts'

// One id is stored once, regardless of the day it is stamped with. The unique key of a partitioned table must contain the day,
// so the key alone would accept the same id again under another day. There are two kinds of ids:
//   steady: UUIDv7 whose own time is on its event_date. Two steady copies share the day: the table's key decides.
//   loose:  every other id (v4, or a wrong clock). They are entered in event_ids, whose key is the id alone.
// A steady row also checks event_ids, and a loose UUIDv7 checks the table under the day of its own time. Those two
// checks could miss each other's uncommitted row, so a transaction with a loose UUIDv7 (rare) runs alone: it takes an
// advisory lock exclusively that all others share.

export interface Dated {
  readonly id: string
  /** UTC date of the event's time. */
  readonly date: string
}

/** Any constant: the advisory lock of the rule above. */
const LOOSE_LOCK = 7_340_222

export function isLoose({ id, date }: Dated): boolean {
  const ownTime = uuidTime(id)
  return ownTime === null || utcDateOrNull(ownTime) !== date
}

/** First statement of a transaction that appends: decides whether it runs alone. */
export async function lockForAppend(tx: Tx, ids: readonly Dated[]): Promise<void> {
  const alone = ids.some((dated) => uuidTime(dated.id) !== null && isLoose(dated))
  if (alone) await tx`select pg_advisory_xact_lock(${LOOSE_LOCK})`
  else await tx`select pg_advisory_xact_lock_shared(${LOOSE_LOCK})`
}

/**
 * Enters the loose ids among `rows` and removes those that are already known.
 * @param kind name of the id space in event_ids
 * @param isStored which of these (id, date) are in the fact table
 */
export async function withoutKnownIds<R extends Dated>(
  tx: Tx,
  kind: string,
  rows: readonly R[],
  isStored: (candidates: readonly Dated[]) => Promise<ReadonlySet<string>>,
): Promise<readonly R[]> {
  const loose = rows.filter(isLoose)
  if (loose.length === 0) return rows
  const fresh = await enterIds(tx, kind, loose)
  const underOwnDay = loose.flatMap(({ id }) => {
    const ownTime = uuidTime(id)
    const date = ownTime === null ? null : utcDateOrNull(ownTime)
    return date === null ? [] : [{ id, date }]
  })
  const stored = underOwnDay.length > 0 ? await isStored(underOwnDay) : new Set<string>()
  return rows.filter((row) => !isLoose(row) || (fresh.has(row.id) && !stored.has(row.id)))
}

async function enterIds(tx: Tx, kind: string, loose: readonly Dated[]): Promise<Set<string>> {
  const sorted = [...loose].sort((a, b) => (a.id < b.id ? -1 : 1))
  const entered = await tx<{ event_id: string }[]>`
    insert into event_ids (event_id, kind, event_date)
    select id, ${kind}, date from unnest(
      ${plainArray(sorted.map((row) => row.id))}::uuid[], ${plainArray(sorted.map((row) => row.date))}::date[]) as t(id, date)
    on conflict do nothing returning event_id`
  return new Set(entered.map((row) => row.event_id))
}

// A UUIDv7 may hold any 48-bit time; years that Date cannot print are not a valid day.
function utcDateOrNull(ms: number): string | null {
  return ms < 8.64e15 ? utcDate(ms) : null
}
