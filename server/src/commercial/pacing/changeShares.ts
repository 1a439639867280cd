import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { undoAllocation } from '@bx/contracts/endpoints/pacing'
import { audit } from '../../accounts/audit.ts'
import type { Sql, Tx } from '../../db/client.ts'
import { HOUR } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { refuseForeignId } from '../packages/packageRow.ts'
import { readChange } from './readChanges.ts'

// What people do with shares: undo a change, or apply what the plan advises.

export interface By {
  readonly actor: string
  readonly reason: string | null
  readonly now: number
}

/** The plan leaves a share that somebody changed back alone for this long. */
export const HOLD_MS = 4 * HOUR

type Changed = Answer<typeof undoAllocation>['data']

/** Sets a share back to what it was. Throws unknown_allocation_change, allocation_changed. */
export function undoChange(sql: Sql, changeNo: number, { actor, reason, now }: By): Promise<Changed> {
  return sql.begin(async (tx) => {
    const [change] = await tx<Change[]>`
      select c.package_id, c.placement_id, share_before as "before", share_after as "after", target_share as "present", undone_by as "undoneBy"
      from allocation_changes c left join slot_allocations a using (package_id, placement_id) where change_no = ${changeNo}
      for update of c`
    if (change === undefined) throw new AppError('unknown_allocation_change', { details: { change_no: changeNo } })
    if (change.undoneBy !== null || change.present !== change.after)
      throw new AppError('allocation_changed', { details: { present_share: change.present } })
    const undo = await setShare(tx, {
      ...change,
      kind: 'undo',
      after: change.before,
      before: change.after,
      actor,
      reason,
      now,
    })
    await tx`update allocation_changes set undone_by = ${undo} where change_no = ${changeNo}`
    await tx`
      update slot_allocations set held_until = ${new Date(now + HOLD_MS)}
      where package_id = ${change.package_id} and placement_id = ${change.placement_id}`
    await audit(tx, {
      actor,
      action: 'undoAllocation',
      target: change.package_id,
      details: { change_no: changeNo, reason },
    })
    return readChange(tx, undo)
  })
}

/** @returns how many shares changed */
export function applyAdvice(sql: Sql, packageId: string, { actor, reason, now }: By): Promise<number> {
  refuseForeignId(packageId)
  return sql.begin(async (tx) => {
    const [known] = await tx`select from merchant_packages where package_id = ${packageId} for update`
    if (known === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
    const shares = await tx<{ placement_id: string; before: number; after: number }[]>`
      select placement_id, target_share as "before", advised_share as "after" from slot_allocations
      where package_id = ${packageId} and target_share <> advised_share order by placement_id for update`
    for (const share of shares)
      await setShare(tx, { package_id: packageId, ...share, kind: 'advice', actor, reason, now })
    await audit(tx, { actor, action: 'applyAdvice', target: packageId, details: { changed: shares.length, reason } })
    return shares.length
  })
}

interface Change {
  readonly package_id: string
  readonly placement_id: string
  readonly before: number
  readonly after: number
  /** null: the package is not live any more. */
  readonly present: number | null
  readonly undoneBy: number | null
}

interface NewShare extends By, Pick<Change, 'package_id' | 'placement_id' | 'before' | 'after'> {
  readonly kind: 'undo' | 'advice'
}

/** @returns the number of the change */
async function setShare(tx: Tx, share: NewShare): Promise<number> {
  const { package_id, placement_id, before, after, kind, actor, reason, now } = share
  await tx`
    update slot_allocations set target_share = ${after}, max_share = greatest(max_share, ${after}), held_until = null,
      changed_at = ${new Date(now)}
    where package_id = ${package_id} and placement_id = ${placement_id}`
  await tx`update allocation_state set version = version + 1`
  const [row] = await tx<{ no: number }[]>`
    insert into allocation_changes (changed_at, placement_id, package_id, kind, share_before, share_after, actor, reason)
    values (${new Date(now)}, ${placement_id}, ${package_id}, ${kind}, ${before}, ${after}, ${actor}, ${reason})
    returning change_no as no`
  return row!.no
}
