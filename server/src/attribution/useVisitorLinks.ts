import { plainArray, type Sql } from '../db/client.ts'
import { salesOfMembers } from '../facts/salesOfMembers.ts'
import { VISITOR_LINKS } from '../settings/registry.ts'
import { writeSetting } from '../settings/setting.ts'

/** Sales of one entry of the attribution queue. */
const AT_ONCE = 1000

/**
 * Applies the setting, and queues every sale of a member who was a visitor for attribution. Returns how many there are.
 */
export async function useVisitorLinks(sql: Sql, actor: string, use: boolean): Promise<number> {
  return sql.begin(async (tx) => {
    await writeSetting(tx, VISITOR_LINKS, { actor, value: { use } })
    const sales = await salesOfMembers(tx)
    for (let i = 0; i < sales.length; i += AT_ONCE)
      await tx`insert into attribution_queue (conversions) values (${plainArray(sales.slice(i, i + AT_ONCE))}::bigint[])`
    return sales.length
  })
}
