import { plainArray, type Sql, type Tx } from '../../db/client.ts'
import type { PackageHistory } from './stampVerdict.ts'

interface Row {
  readonly id: string
  readonly merchantId: string
  readonly requiresToken: boolean
  readonly stages: PackageHistory['stages']
  readonly placements: readonly (readonly [placementId: string, from: number | null, until: number | null])[]
}

/** The history of each of these packages that exists. */
export async function readHistories(sql: Sql | Tx, ids: readonly string[]): Promise<Map<string, PackageHistory>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<Row[]>`
    select package_id as id, merchant_id as "merchantId", requires_slot_token as "requiresToken", (
        select json_agg(json_build_object('at', ${ms(sql, 'effective_at')}, 'status', status,
          'start', ${ms(sql, 'start_date')}, 'end', ${ms(sql, 'end_date')}) order by version)
        from package_changes c where c.package_id = p.package_id) as stages,
      coalesce((select json_agg(json_build_array(placement_id, ${ms(sql, "nullif(valid_from, '-infinity')")},
          ${ms(sql, 'valid_until')}))
        from package_placements s where s.package_id = p.package_id), '[]') as placements
    from merchant_packages p where package_id = any(${plainArray(ids)}::uuid[])`
  return new Map(rows.map(({ id, placements, ...row }) => [id, { ...row, placements: placements.map(placementOf) }]))
}

function placementOf([placementId, from, until]: Row['placements'][number]) {
  return { placementId, from: from ?? Number.NEGATIVE_INFINITY, until: until ?? Number.POSITIVE_INFINITY }
}

/** Milliseconds of a column. */
function ms(sql: Sql | Tx, column: string) {
  return sql.unsafe(`(extract(epoch from ${column}) * 1000)::float8`)
}
