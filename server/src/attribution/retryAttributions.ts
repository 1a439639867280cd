import { plainArray, type Tx } from '../db/client.ts'

/**
 * Requeues what was set aside. Attribution replaces the figures of a click or sale, so a retry counts nothing twice.
 * @param ids of failed_attributions; all of them if omitted
 * @returns how many were requeued
 */
export async function retryAttributions(tx: Tx, ids?: readonly string[]): Promise<number> {
  const rows = await tx`
    with again as (
      update failed_attributions set retried_at = now()
      where retried_at is null ${ids === undefined ? tx`` : tx`and failed_id = any(${plainArray(ids)}::bigint[])`}
      returning *
    )
    insert into attribution_queue (clicks, conversions, users, merchants, exposures, earliest, latest)
    select clicks, conversions, users, merchants, exposures, earliest, latest from again returning 1`
  return rows.length
}
