import { plainArray, type Tx } from '../db/client.ts'
import { VISITOR_LINKS } from '../settings/registry.ts'
import { currentValue } from '../settings/setting.ts'

/** Most visitor ids of one member that count: the latest ones linked. */
const MAX_VISITORS = 20

/**
 * The ids under which each of these users may have seen something: their own and, if the setting allows, those they had
 * as visitors.
 */
export async function readPeople(tx: Tx, userIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const people = new Map(userIds.map((userId) => [userId, [userId]]))
  if (userIds.length === 0 || !(await currentValue(tx, VISITOR_LINKS)).use) return people
  const rows = await tx<{ member: string; visitor: string }[]>`
    select member, visitor from (
      select member_id as member, visitor_id as visitor,
        row_number() over (partition by member_id order by linked_at desc, visitor_id) as nth
      from visitor_links where member_id = any(${plainArray([...people.keys()])}::uuid[])
    ) links where nth <= ${MAX_VISITORS} order by nth`
  for (const { member, visitor } of rows) people.get(member)!.push(visitor)
  return people
}
