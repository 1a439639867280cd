import type { Sql, Tx } from '../db/client.ts'
import { isMerchantNamed } from '../db/namedRow.ts'
import { AppError } from '../lib/errors.ts'

/** @param idOrRef merchant_id or merchant_ref; throws unknown_merchant */
export async function findMerchant(sql: Sql | Tx, idOrRef: string) {
  const [merchant] = await sql<
    { merchant_id: string; merchant_ref: string | null; merchant_name: string; category: string | null }[]
  >`
    select merchant_id, merchant_ref, merchant_name, category from merchant_dim
    where ${isMerchantNamed(sql, idOrRef)}`
  if (merchant === undefined) throw new AppError('unknown_merchant', { details: { merchant_id: idOrRef } })
  return merchant
}
