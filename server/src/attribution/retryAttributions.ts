import { plainArray, type Tx } from '../store/db.ts'

/**
 * Asks again for what was set aside. Attribution replaces what a click or sale counts, so a retry counts nothing twice.
 * @param ids of failed_attributions; all that are set aside when left out
 * @returns how many were asked for
 */
export async function retryAttributions(tx: Tx, ids?: readonly string[]): Promise<number> {
  const rows = await tx`
    with again as (
      update failed_attributions set retried_at = now()
      where retried_at is null ${ids === undefined ? tx`` : tx`and failed_id = any(${plainArray(ids)}::bigint[])`}
      returning *
    )
    insert into attribution_todo (clicks, conversions, users, merchants, exposures, earliest, latest)
    select clicks, conversions, users, merchants, exposures, earliest, latest from again returning 1`
  return rows.length
}
