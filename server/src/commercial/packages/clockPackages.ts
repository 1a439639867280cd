import { changesDue } from '@bx/contracts/packages/lifecycle'
import type { Sql, Tx } from '../../db/client.ts'
import { type LockedPackage, lockPackage } from './packageRow.ts'
import { CLOCK, writePackageChange } from './recordPackageChange.ts'

// What happens to packages by the clock: holds expire, flights start and end. Each change is made once, by the process that locks the
// row first, and takes effect at its own time, also if all workers were down then.

/** Makes every change that is due. @returns how many packages changed */
export async function clockPackages(sql: Sql, now: number, currency: string): Promise<number> {
  const due = await sql<{ id: string }[]>`
    select package_id as id from merchant_packages
    where status = 'held' and hold_expires_at <= ${new Date(now)}
      or status = 'booked' and start_date <= ${new Date(now)}
      or status in ('live', 'paused') and end_date <= ${new Date(now)}
    order by package_id`
  for (const { id } of due)
    await sql.begin(async (tx) => applyDueChanges(tx, await lockPackage(tx, id), { now, currency }))
  return due.length
}

/** Makes the changes that are due for one locked package. */
export async function applyDueChanges(
  tx: Tx,
  package_: LockedPackage,
  { now, currency }: { readonly now: number; readonly currency: string },
): Promise<void> {
  let row = package_
  const timed = {
    status: row.status,
    start: row.start_date.getTime(),
    end: row.end_date.getTime(),
    holdExpires: row.hold_expires_at?.getTime() ?? null,
  }
  for (const { action, at, status } of changesDue(timed, row.since.getTime(), now)) {
    const note = { actor: CLOCK, action, at: new Date(at), reason: null, currency }
    row = await writePackageChange(tx, row, { status, hold_expires_at: null }, note)
  }
}
