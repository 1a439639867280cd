import type { Sql } from '../../db/client.ts'

/** Every check is kept for this many days; after that the last one of each day is. */
const DETAIL_DAYS = 14

/** Thins out old checks, and drops curves that no check has. */
export async function forgetChecks(sql: Sql, now: number): Promise<void> {
  const before = new Date(now - DETAIL_DAYS * 86_400_000)
  await sql`
    delete from pacing_checks c where checked_at < ${before} and exists (
      select from pacing_checks later where later.package_id = c.package_id
        and later.checked_at > c.checked_at and later.checked_at < ${before}
        and later.checked_at < date_trunc('day', c.checked_at, 'UTC') + interval '1 day')`
  await sql`delete from pacing_curves v where not exists (select from pacing_checks c where c.curve_id = v.curve_id)`
}
