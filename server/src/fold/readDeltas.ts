import { plainArray, type Sql, type Tx } from '../store/db.ts'

/** Exposures of one fold: bounds its memory (about 100 MB) and its time (about 2 s). */
const MAX_EVENTS = 100_000
/** Deltas of one fold: those without exposures hold ledger lines only, and cost little, not nothing. */
const MAX_DELTAS = 5000

export interface DeltaRow {
  readonly id: number
  readonly payload: string
}

/** The oldest deltas that wait, up to a bound; or those of `only` that still wait. */
export function readDeltas(tx: Sql | Tx, only?: readonly number[]): Promise<DeltaRow[]> {
  if (only !== undefined) {
    return tx<DeltaRow[]>`
      select delta_id as id, payload from rollup_deltas where delta_id = any(${plainArray(only)}::bigint[]) order by delta_id`
  }
  return tx<DeltaRow[]>`
    select delta_id as id, payload from rollup_deltas join (
      select delta_id, sum(events) over (order by delta_id) - events as before from rollup_deltas
    ) running using (delta_id)
    where before < ${MAX_EVENTS} order by delta_id limit ${MAX_DELTAS}`
}
