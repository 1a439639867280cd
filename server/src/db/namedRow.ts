import type { Fragment, Sql, Tx } from './client.ts'

// People and apps name a merchant or a placement by our id or by their own reference. A reference may be any text, so
// it may equal the id of another row: then the id wins, here and in `process/dimensions.ts`, so that a name means one
// row.

/** Condition on `merchant_dim`: it is the merchant that `name` means. */
export function isMerchantNamed(sql: Sql | Tx, name: string): Fragment {
  const id = name.toLowerCase()
  return sql`merchant_dim.merchant_id = (
    select named.merchant_id from merchant_dim named where named.merchant_id::text = ${id} or named.merchant_ref = ${name}
    order by named.merchant_id::text = ${id} desc limit 1)`
}

/** Condition on `placement_dim`: it is the placement that `name` means. */
export function isPlacementNamed(sql: Sql | Tx, name: string): Fragment {
  const id = name.toLowerCase()
  return sql`placement_dim.placement_id = (
    select named.placement_id from placement_dim named
    where named.placement_id::text = ${id} or named.placement_key = ${name}
    order by named.placement_id::text = ${id} desc limit 1)`
}
