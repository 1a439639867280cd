import { plainArray, type Tx } from '../db/client.ts'

// What must be attributed, written in the transaction that causes it. Rows are only inserted and deleted, never merged:
// otherwise a writer that finds its entry already there could commit after the attributor has read the facts without
// it.

/**
 * Everything related to a click or sale is expected within this time after it is stored. It is attributed immediately,
 * and again when everything acknowledged within this time is counted: two transactions may each have missed the other's
 * row.
 */
const SETTLED_AFTER = '15 minutes'

/**
 * Exposures queued this much later than they were shown are reported one by one. All others are stored before the
 * second look at anything they could lead to: a click or sale may be 5 minutes ahead of its receipt, and an exposure 5
 * minutes after the click that names it, which leaves 5 of the 15. The second look waits for everything queued before.
 */
const LATE_MS = 5 * 60_000

/**
 * New clicks, and sales that are new or changed.
 * @param receivedAt earliest of their envelopes: complete_to does not pass it before the first look, nor attributed_to
 * before the second; null if nothing new was received
 */
export async function askToAttribute(
  tx: Tx,
  receivedAt: Date | null,
  { clicks, conversions }: { readonly clicks: readonly string[]; readonly conversions: readonly number[] },
): Promise<void> {
  if (clicks.length + conversions.length === 0) return
  await tx`
    insert into attribution_queue (received_at, not_before, second_look_of, clicks, conversions)
    select received_at, not_before, second_look_of, ${plainArray(clicks)}::uuid[], ${plainArray(conversions)}::bigint[]
    from (values (${receivedAt}::timestamptz, null, null),
        (null, now() + interval '${tx.unsafe(SETTLED_AFTER)}', ${receivedAt}::timestamptz))
      as t (received_at, not_before, second_look_of)`
}

/** An exposure that may change what was attributed before it was stored or flagged. */
export interface ChangedExposure {
  readonly eventId: string
  readonly userId: string
  readonly merchantId: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * @param exposures stored late (see `isLate`), or reclassified
 * @param receivedAt earliest of their envelopes; null if nothing new was received
 */
export async function askToAttributeAgain(
  tx: Tx,
  exposures: readonly ChangedExposure[],
  receivedAt: Date | null,
): Promise<void> {
  if (exposures.length === 0) return
  const pairs = new Map(exposures.map((exposure) => [`${exposure.userId}${exposure.merchantId}`, exposure]))
  const times = exposures.map(({ at }) => at)
  await tx`
    insert into attribution_queue (received_at, users, merchants, exposures, earliest, latest)
    values (${receivedAt}, ${plainArray([...pairs.values()].map(({ userId }) => userId))}::uuid[],
      ${plainArray([...pairs.values()].map(({ merchantId }) => merchantId))}::uuid[],
      ${plainArray(exposures.map(({ eventId }) => eventId))}::uuid[],
      ${new Date(Math.min(...times))}, ${new Date(Math.max(...times))})`
}

/**
 * Whether an exposure comes so late that something it led to may have had its last look. Uses the queue's time, not the
 * receipt: a replay was received long ago.
 */
export function isLate(at: number, queuedAt: Date): boolean {
  return queuedAt.getTime() - at >= LATE_MS
}
