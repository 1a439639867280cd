import { plainArray, type Sql, type Tx } from '../db/client.ts'

/** Exposures of one rollup: bounds its memory (about 100 MB) and its time (about 2 s). */
const MAX_EVENTS = 100_000
/** Deltas of one rollup: those without exposures hold only ledger lines, which cost little but not nothing. */
const MAX_DELTAS = 5000

export interface DeltaRow {
  readonly id: number
  readonly payload: string
}

/** The oldest waiting deltas, up to a limit; or those of `only` that still wait. */
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
