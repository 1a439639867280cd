import { askToAttributeAgain } from '../store/attributionTodo.ts'
import type { Fragment, Tx } from '../store/db.ts'
import { type CountedExposure, exposureDelta, writeDelta } from '../store/delta.ts'

// A changed verdict about stored exposures: in the transaction that changes `ivt_reason`, a signed delta moves the rows
// between net and flagged in the rollups, and what they were credited with is attributed again.

export interface VerdictRow {
  readonly eventId: string
  readonly at: Date
  readonly hour: Date
  readonly day: string
  readonly placementId: string
  readonly merchantId: string
  readonly merchantNo: number
  readonly sessionId: string
  readonly userId: string
  readonly rank: number | null
  readonly viewable: boolean | null
  readonly sampleRate: number | null
}

/** What an `update exposure_events e .. from merchant_dim m` returns for `postFlags`. */
export function verdictColumns(tx: Tx): Fragment {
  return tx`e.event_id as "eventId", e."timestamp" as at, e.hour, e.day, e.placement_id as "placementId",
    e.merchant_id as "merchantId", m.merchant_no as "merchantNo", e.session_id as "sessionId", e.user_id as "userId",
    e.rank_position as rank, e.viewable, e.sample_rate as "sampleRate"`
}

/** @param flagged the new verdict of all `rows` */
export async function postFlags(tx: Tx, rows: readonly VerdictRow[], flagged: boolean): Promise<void> {
  if (rows.length === 0) return
  await writeDelta(tx, new Date(), rows.length, {
    exposures: exposureDelta(rows.flatMap((row) => moved(row, flagged))),
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
