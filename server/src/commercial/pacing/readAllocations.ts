import { createHash } from 'node:crypto'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { readAllocations as endpoint } from '@bx/contracts/endpoints/pacing'
import type { Sql } from '../../db/client.ts'
import { isPlacementNamed } from '../../db/namedRow.ts'
import { MINUTE } from '../../lib/clock.ts'
import { PACING_RULES } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'

// What a ranking service obeys. Shares are valid while plans are made: if planning stops, lists become organic instead of following
// old shares for ever.

export type Allocations = Answer<typeof endpoint>

/** @returns the answer, and its ETag: the same while nothing changed */
export async function readAllocations(
  sql: Sql,
  { placement, now }: { readonly placement: string | undefined; readonly now: number },
): Promise<{ readonly answer: Allocations; readonly etag: string }> {
  const [{ valid_minutes }, [state], items] = await Promise.all([
    currentValue(sql, PACING_RULES),
    sql<{ version: number; plannedAt: Date | null; askedAt: Date | null }[]>`
      select version, planned_at as "plannedAt", asked_at as "askedAt" from allocation_state`,
    readItems(sql, placement, now),
  ])
  const { version, plannedAt, askedAt } = state!
  if (askedAt === null || now - askedAt.getTime() >= MINUTE)
    await sql`update allocation_state set asked_at = ${new Date(now)}`
  const valid_until = new Date((plannedAt?.getTime() ?? now) + valid_minutes * MINUTE).toISOString()
  const etag = createHash('sha256').update(JSON.stringify({ valid_until, items })).digest('base64url').slice(0, 22)
  return { answer: { version, valid_until, items }, etag: `"${etag}"` }
}

/** Only what is in flight now, whether or not a worker has noticed that it ended. */
function readItems(sql: Sql, placement: string | undefined, now: number): Promise<Allocations['items']> {
  return sql<Allocations['items']>`
    select a.placement_id, placement_key, p.merchant_id, merchant_ref, a.package_id, package_type, target_share, max_share,
      requires_slot_token
    from slot_allocations a join merchant_packages p using (package_id) join placement_dim using (placement_id)
      join merchant_dim m on m.merchant_id = p.merchant_id
    where p.status = 'live' and p.start_date <= ${new Date(now)} and p.end_date > ${new Date(now)} and max_share > 0
      and ${placement === undefined ? sql`true` : isPlacementNamed(sql, placement)}
    order by placement_key, a.package_id`
}
