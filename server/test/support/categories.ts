import { changeCategories } from '../../src/catalogue/changeCategories.ts'
import type { Sql, Tx } from '../../src/db/client.ts'

/** Puts one merchant, or all of them, into a category. */
export async function setCategory(tx: Tx, category: string | null, merchantId?: string): Promise<void> {
  const merchants = await tx<{ merchantId: string }[]>`
    select merchant_id as "merchantId" from merchant_dim
    ${merchantId === undefined ? tx`` : tx`where merchant_id = ${merchantId}`}`
  await changeCategories(
    tx,
    merchants.map((merchant) => ({ ...merchant, category })),
  )
}

export async function setCategoryAlone(sql: Sql, category: string | null, merchantId?: string): Promise<void> {
  await sql.begin((tx) => setCategory(tx, category, merchantId))
}
