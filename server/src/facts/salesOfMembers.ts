import { plainArray, type Tx } from '../db/client.ts'
/** Sales of members who were visitors: of these, or of all. A sale without a user has the user of the click it names. */
export async function salesOfMembers(tx: Tx, members?: readonly string[]): Promise<number[]> {
  const isAsked = members ? tx`member_id = any(${plainArray([...new Set(members)])}::uuid[])` : tx`true`
  const rows = await tx<{ no: number }[]>`
    select conversion_no as no from visitor_links join conversion_events on user_id = member_id where ${isAsked}
    union
    select conversion_no from visitor_links join click_events c on c.user_id = member_id
      join conversion_events sale on sale.click_id = c.click_id and sale.merchant_id = c.merchant_id and sale.user_id is null
    where ${isAsked} order by no`
  return rows.map(({ no }) => no)
}
