import { completeAt } from '@bx/contracts/packages/billing'
import { stateAfter } from '@bx/contracts/packages/lifecycle'
import type { Sql, Tx } from '../../db/client.ts'
import { lockPackage, type PackageRow, packageColumns, packageOf, type StoredPackage } from './packageRow.ts'
import { readDelivery, unitsOf } from './readDelivery.ts'
import { CLOCK, writePackageChange } from './recordPackageChange.ts'

/**
 * Ends live packages that have delivered everything, each once: by the process that locks the row first. What is shown
 * afterwards is counted free of charge, so neither verdicts nor bills depend on when this runs.
 * @returns how many packages it ended
 */
export async function completePackages(sql: Sql, now: number, currency: string): Promise<number> {
  const rows = await sql<StoredPackage[]>`
    select ${packageColumns(sql)} from merchant_packages p
    where status = 'live' and (cap_units is not null or end_rule = 'run_to_goal' and goal_units is not null)
    order by package_id`
  let ended = 0
  for (const id of await completeOnes(sql, rows.map(packageOf)))
    if (await sql.begin((tx) => complete(tx, id, { now, currency }))) ended++
  return ended
}

async function complete(
  tx: Tx,
  id: string,
  { now, currency }: { readonly now: number; readonly currency: string },
): Promise<boolean> {
  const row = await lockPackage(tx, id)
  const status = stateAfter(row.status, 'complete')
  // Somebody may have paused it or raised its goal since it was read.
  if (status === null || (await completeOnes(tx, [row])).length === 0) return false
  const at = new Date(Math.max(now, row.since.getTime() + 1))
  // An end that is due first happens at its own time.
  if (row.end_date.getTime() <= at.getTime()) return false
  await writePackageChange(tx, row, { status }, { actor: CLOCK, action: 'complete', at, reason: null, currency })
  return true
}

async function completeOnes(sql: Sql | Tx, rows: readonly PackageRow[]): Promise<string[]> {
  const delivered = await readDelivery(sql, rows)
  return rows.flatMap((row) => {
    const { package_id: id, goal_units: goal, buffer_units: buffer, cap_units: cap, end_rule: endRule } = row
    const limit = completeAt({ goal, buffer, cap, endRule })
    return limit !== null && unitsOf(delivered(id), row.billing_basis) >= limit ? [id] : []
  })
}
