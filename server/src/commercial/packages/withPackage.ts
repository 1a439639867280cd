import type { PersonAction } from '@bx/contracts/packages/lifecycle'
import { stateAfter } from '@bx/contracts/packages/lifecycle'
import type { Sql, Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import { applyDueChanges } from './clockPackages.ts'
import { type LockedPackage, lockPackage } from './packageRow.ts'
import type { Reporting } from './packageTerms.ts'
import { refuseStalePackage } from './refuseStalePackage.ts'

/** One action of a person on a package. */
export interface Step {
  readonly actor: string
  readonly action: PersonAction
  readonly reason: string | null
  /** When it takes effect: after every change before it, regardless of the clocks of two servers. */
  readonly at: Date
  readonly reporting: Reporting
}

export interface Asked extends Omit<Step, 'at'> {
  readonly packageId: string
  /** The version that the person saw. */
  readonly version: number
  readonly now: number
}

/**
 * Does `work` on a locked package. The clock's due changes come first, so that an expired hold is not approved because no
 * worker noticed. Throws unknown_package, changed_meanwhile, package_state.
 */
export async function withPackage(
  sql: Sql,
  { packageId, version, now, ...asked }: Asked,
  work: (tx: Tx, row: LockedPackage, step: Step) => Promise<LockedPackage>,
): Promise<void> {
  await advance(sql, packageId, now, asked.reporting)
  await sql.begin(async (tx) => {
    const row = await lockPackage(tx, packageId)
    await refuseStalePackage(tx, row, version)
    if (stateAfter(row.status, asked.action) === null)
      throw new AppError('package_state', { details: { status: row.status, action: asked.action } })
    await work(tx, row, { ...asked, at: new Date(Math.max(now, row.since.getTime() + 1)) })
  })
}

/** In a separate transaction: what is due stays, also if the person's change is refused. */
function advance(sql: Sql, packageId: string, now: number, { currency }: Reporting): Promise<void> {
  return sql.begin(async (tx) => applyDueChanges(tx, await lockPackage(tx, packageId), { now, currency }))
}
