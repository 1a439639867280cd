import { plainArray, type Tx } from './db.ts'

// What must be attributed, written in the transaction that is the reason. Rows are only ever added and taken: were they
// merged, a writer that finds its entry there already could commit after the attributor has read the facts without it.

/**
 * How long after a click or sale is stored everything that belongs to it is expected. It is attributed at once, and
 * again when everything acknowledged within this time is counted: two transactions may each have missed the other's row.
 */
const SETTLED_AFTER = '15 minutes'

/**
 * Exposures this much older than their receipt are reported one by one. Any younger one is received before the second
 * look at whatever it could lead to: a click or sale may lie 5 minutes ahead of its receipt, and an exposure 5 minutes
 * after the click that names it, which leaves 5 of the 15.
 */
const LATE_MS = 5 * 60_000

/**
 * New clicks, and sales that are new or changed.
 * @param receivedAt earliest of the envelopes behind them, which complete_to never passes before the first look; null when
 *   nothing new was received
 */
export async function askToAttribute(
  tx: Tx,
  receivedAt: Date | null,
  { clicks, conversions }: { readonly clicks: readonly string[]; readonly conversions: readonly number[] },
): Promise<void> {
  if (clicks.length + conversions.length === 0) return
  await tx`
    insert into attribution_todo (received_at, not_before, clicks, conversions)
    select received_at, not_before, ${plainArray(clicks)}::uuid[], ${plainArray(conversions)}::bigint[]
    from (values (${receivedAt}::timestamptz, null), (null, now() + interval '${tx.unsafe(SETTLED_AFTER)}'))
      as t (received_at, not_before)`
}

/** An exposure that may change what was attributed before it came, or before it was flagged. */
export interface ChangedExposure {
  readonly eventId: string
  readonly userId: string
  readonly merchantId: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * @param exposures stored late (see `isLate`), or reclassified
 * @param receivedAt earliest of the envelopes behind them; null when nothing new was received
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
    insert into attribution_todo (received_at, users, merchants, exposures, earliest, latest)
    values (${receivedAt}, ${plainArray([...pairs.values()].map(({ userId }) => userId))}::uuid[],
      ${plainArray([...pairs.values()].map(({ merchantId }) => merchantId))}::uuid[],
      ${plainArray(exposures.map(({ eventId }) => eventId))}::uuid[],
      ${new Date(Math.min(...times))}, ${new Date(Math.max(...times))})`
}

/** Whether an exposure comes so late that something it led to may have had its last look. */
export function isLate(at: number, receivedAt: number): boolean {
  return receivedAt - at >= LATE_MS
}
