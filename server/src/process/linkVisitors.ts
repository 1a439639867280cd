import { plainArray, type Tx } from '../db/client.ts'
import { askToAttribute } from '../facts/attributionQueue.ts'
import { salesOfMembers } from '../facts/salesOfMembers.ts'
import { isVisitorId } from '../lib/ids.ts'
import type { ClickRow } from './appendClicks.ts'
import type { ExposureRow } from './appendExposures.ts'

// Which member a visitor is, if the app sends it. A visitor is linked to one member at most: the first one stays, and
// later ones are counted.

/** @param rows new ones only: a row sent twice counts once */
export async function linkVisitors(tx: Tx, rows: Iterable<ExposureRow | ClickRow>): Promise<void> {
  const members = new Map<string, string>()
  const others: { readonly visitor: string; readonly member: string }[] = []
  for (const { item } of rows) {
    const { user_id: member, visitor_id: visitor } = item.event
    if (visitor == null || !isVisitorId(visitor) || isVisitorId(member)) continue
    const known = members.get(visitor)
    if (known === undefined) members.set(visitor, member)
    else if (known !== member) others.push({ visitor, member })
  }
  if (members.size === 0) return
  const linked = await insertLinks(tx, [...members])
  for (const { visitor, member } of others) await insertLinks(tx, [[visitor, member]])
  if (linked.length === 0) return
  // What these people saw as visitors may have led to their purchases as members, regardless of the setting is now.
  await askToAttribute(tx, null, { clicks: [], conversions: await salesOfMembers(tx, linked) })
}

/** Returns the members of visitors that were not linked before. In one order, so that two workers do not deadlock. */
async function insertLinks(tx: Tx, links: readonly (readonly [visitor: string, member: string])[]): Promise<string[]> {
  const sorted = [...links].sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = await tx<{ member: string; isNew: boolean }[]>`
    insert into visitor_links as link (visitor_id, member_id)
    select * from unnest(${plainArray(sorted.map(([visitor]) => visitor))}::uuid[],
      ${plainArray(sorted.map(([, member]) => member))}::uuid[])
    on conflict (visitor_id) do update set others_sent = least(link.others_sent, 1000000) + 1
    where link.member_id <> excluded.member_id
    returning member_id as member, xmax = 0 as "isNew"`
  return rows.filter(({ isNew }) => isNew).map(({ member }) => member)
}
