import type { Fragment, Tx } from '../db/client.ts'
import { askToAttributeAgain } from '../facts/attributionQueue.ts'
import { type CountedExposure, exposureDelta, writeDelta } from '../facts/delta.ts'
import { VERDICT_SELECT } from '../facts/exposureColumns.ts'
import { packageDeltas } from '../facts/packages/packageDelta.ts'

// Applies a changed verdict about stored exposures: in the transaction that changes `ivt_reason`, a signed delta moves
// the rows between net and flagged in the rollups, and the clicks and sales credited to them are attributed again.

export type VerdictRow = Omit<CountedExposure, 'hour' | 'flagged' | 'sign'> & {
  readonly eventId: string
  readonly at: Date
  readonly hour: Date
}

/** The columns that an `update exposure_events e .. from merchant_dim m` returns for `postFlags`. */
export function verdictColumns(tx: Tx): Fragment {
  return tx`${tx.unsafe(VERDICT_SELECT)}, m.merchant_no as "merchantNo"`
}

/** @param flagged the new verdict of all `rows` */
export async function postFlags(tx: Tx, rows: readonly VerdictRow[], flagged: boolean): Promise<void> {
  if (rows.length === 0) return
  const changes = rows.flatMap((row) => moved(row, flagged))
  const packages = packageDeltas(changes)
  await writeDelta(tx, new Date(), rows.length, {
    exposures: exposureDelta(changes),
    ...(packages.length > 0 ? { packages } : {}),
  })
  await askToAttributeAgain(
    tx,
    rows.map((row) => ({ ...row, at: row.at.getTime() })),
    null,
  )
}

function moved(row: VerdictRow, flagged: boolean): CountedExposure[] {
  const counted = { ...row, hour: row.hour.toISOString() }
  return [
    { ...counted, flagged: !flagged, sign: -1 },
    { ...counted, flagged, sign: 1 },
  ]
}
