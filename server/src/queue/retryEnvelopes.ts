import { plainArray, type Tx } from '../db/client.ts'

/**
 * Puts envelopes that were set aside back into the queue in PostgreSQL, each under a new id: the old one counts as
 * handled. Events count once by their own ids, so a retry is harmless.
 * @param ids of failed_envelopes; all of them if omitted
 * @returns how many went back
 */
export async function retryEnvelopes(tx: Tx, ids?: readonly string[]): Promise<number> {
  const rows = await tx`
    with again as (
      update failed_envelopes set retried_at = now()
      where retried_at is null ${ids === undefined ? tx`` : tx`and failed_id = any(${plainArray(ids)}::bigint[])`}
      returning events, payload, arrived
    )
    insert into ingest_inbox (events, payload, arrived) select events, payload, arrived from again returning 1`
  return rows.length
}
