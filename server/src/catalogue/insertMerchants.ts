import { type Tx, textArray } from '../db/client.ts'
import { recordChange } from '../db/recordChange.ts'
import type { Merchant } from './merchant.ts'

export interface NewMerchant {
  /** If omitted, a new one is created. */
  readonly merchant_id?: string | undefined
  readonly merchant_ref?: string | null | undefined
  readonly merchant_name: string
  readonly category?: string | null | undefined
}

/** Inserts merchants; if some exist, fails with 23505 or does not change them. */
export async function insertMerchants(
  tx: Tx,
  merchants: readonly NewMerchant[],
  ifExists: 'fail' | 'leave' = 'fail',
): Promise<Merchant[]> {
  if (merchants.length === 0) return []
  // In the order of a unique key, so that two concurrent inserts wait for each other instead of deadlocking.
  const sorted = merchants.toSorted((a, b) => ((a.merchant_ref ?? '') < (b.merchant_ref ?? '') ? -1 : 1))
  const rows = await tx<Merchant[]>`
    insert into merchant_dim (merchant_id, merchant_ref, merchant_name, category)
    select coalesce(id, gen_random_uuid()), ref, name, category from unnest(
      ${textArray(sorted.map((merchant) => merchant.merchant_id ?? null))}::uuid[],
      ${textArray(sorted.map((merchant) => merchant.merchant_ref ?? null))}::text[],
      ${textArray(sorted.map((merchant) => merchant.merchant_name))}::text[],
      ${textArray(sorted.map((merchant) => merchant.category ?? null))}::text[]) as t (id, ref, name, category)
    ${ifExists === 'leave' ? tx`on conflict do nothing` : tx``}
    returning merchant_id, merchant_ref, merchant_name, category`
  await recordChange(tx, 'merchant_dim')
  return rows
}
