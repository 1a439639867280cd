import type { PackagePacing } from '@bx/contracts/endpoints/packagePacing'
import { type Fragment, plainArray, type Sql, type Tx } from '../../db/client.ts'

export type CheckRow = Omit<PackagePacing, 'checked_at'> & { readonly checked_at: Date }

/** The last check of each of these packages. */
export async function readLastChecks(sql: Sql | Tx, ids: readonly string[]): Promise<Map<string, PackagePacing>> {
  const rows = await sql<(CheckRow & { id: string })[]>`
    select id, last.* from unnest(${plainArray(ids)}::uuid[]) id, lateral (
      select ${checkColumns(sql)} from pacing_checks c where c.package_id = id order by checked_at desc limit 1) last`
  return new Map(rows.map(({ id, ...row }) => [id, showCheck(row)]))
}

/** Columns of `pacing_checks`. */
export function checkColumns(sql: Sql | Tx): Fragment {
  return sql`checked_at, status, pacing_pct, delivered_units, planned_units, chance, forecast_units, forecast_low,
    forecast_high, units_per_day, needed_per_day, reason`
}

export function showCheck<T extends CheckRow>({ checked_at, ...row }: T): Omit<T, 'checked_at'> & PackagePacing {
  return { ...row, checked_at: checked_at.toISOString() }
}
