import type { Sql } from '../../src/db/client.ts'
import { recordChange } from '../../src/db/recordChange.ts'

/** Puts one merchant, or all of them, into a category. */
export async function setCategory(sql: Sql, category: string | null, merchantId?: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update merchant_dim set category = ${category} ${merchantId === undefined ? tx`` : tx`where merchant_id = ${merchantId}`}`
    await recordChange(tx, 'merchant_dim')
  })
}
