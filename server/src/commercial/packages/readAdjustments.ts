import type { Adjustment } from '@bx/contracts/endpoints/packageAdjustments'
import { moneyText } from '@bx/contracts/money'
import { type Fragment, plainArray, type Sql, type Tx } from '../../db/client.ts'

export type StoredAdjustment = Omit<Adjustment, 'amount' | 'end_before' | 'end_after' | 'approved_at'> & {
  readonly amount: string | null
  readonly end_before: Date | null
  readonly end_after: Date | null
  readonly approved_at: Date
}

/** Makegoods, credits and extensions of a package, newest first. */
export async function readAdjustments(sql: Sql | Tx, packageId: string, currency: string): Promise<Adjustment[]> {
  const rows = await sql<StoredAdjustment[]>`
    select ${adjustmentColumns(sql)} from package_adjustments a
      left join merchant_packages g on g.package_id = a.makegood_package_id
    where a.package_id = ${packageId} order by approved_at desc, a.version desc`
  return rows.map((row) => adjustmentOf(row, currency))
}

/** Columns of `package_adjustments a`, with its makegood `g`. */
export function adjustmentColumns(sql: Sql | Tx): Fragment {
  return sql`adjustment_id, kind, units, short_units, amount::text as amount, makegood_package_id,
    g.package_name as makegood_package_name, end_before, end_after, reason, a.approved_by, approved_at`
}

export function adjustmentOf<T extends StoredAdjustment>(
  { amount, end_before, end_after, approved_at, ...row }: T,
  currency: string,
) {
  return {
    ...row,
    amount: amount === null ? null : moneyText(BigInt(amount), currency),
    end_before: end_before?.toISOString() ?? null,
    end_after: end_after?.toISOString() ?? null,
    approved_at: approved_at.toISOString(),
  }
}

/** Missing units of each package that a credit, or a makegood that was not cancelled, makes good. */
export async function unitsMadeGood(sql: Sql | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; units: number }[]>`
    select a.package_id as id, sum(units)::bigint as units from package_adjustments a
      left join merchant_packages g on g.package_id = a.makegood_package_id
    where a.package_id = any(${plainArray(ids)}::uuid[])
      and (kind = 'credit' or kind = 'makegood' and g.status <> 'cancelled')
    group by 1`
  return new Map(rows.map(({ id, units }) => [id, units]))
}
