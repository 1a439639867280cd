import type { Tx } from '../../db/client.ts'
import { CLOCK } from '../packages/recordPackageChange.ts'
import type { PackagePlan, PlanContext } from './planPackages.ts'
import type { PacedPackage } from './readPaced.ts'
import { settleShare } from './settleShares.ts'

// Publishes a plan: the share of each package in each placement, and a line in the log for each change.

interface Share {
  readonly package_id: string
  readonly placement_id: string
  readonly before: number
  readonly target: number
  readonly most: number
  readonly advised: number
  readonly even: number
  readonly kind: 'plan' | 'end'
}

/** @param plans null: no plan was found in time, the shares stay */
export async function writeShares(
  tx: Tx,
  paced: readonly PacedPackage[],
  plans: ReadonlyMap<string, PackagePlan> | null,
  context: PlanContext,
): Promise<void> {
  const problem = plans === null ? 'No plan was found in time; the shares stay as they are' : null
  await tx`
    update allocation_state set problem = ${problem},
      version = version + ${plans === null ? 0 : 1}, planned_at = ${plans === null ? tx`planned_at` : new Date(context.now)}`
  if (plans === null) return
  const shares = paced.flatMap((one) => sharesOf(one, plans.get(one.row.package_id), context))
  await store(tx, shares, context.now)
  await log(
    tx,
    shares.filter(({ before, target }) => before !== target),
    context.now,
  )
  // Packages that are over or were cancelled.
  await tx`
    delete from slot_allocations a using merchant_packages p
    where p.package_id = a.package_id and p.status not in ('booked', 'live', 'paused')`
}

function sharesOf(one: PacedPackage, plan: PackagePlan | undefined, { now, rules }: PlanContext): Share[] {
  const { row, slots } = one
  const isLive = row.status === 'live'
  return slots.map(({ placementId, targetShare, heldUntil, evenShare }, i) => {
    const { target: planned, most } = (isLive ? plan?.shares[i] : undefined) ?? { target: 0, most: 0 }
    // An open package is promised nothing: it is shown where it ranks, and stamped.
    const isOpen = isLive && row.goal_units === null
    const mayFollow = row.allocation_mode === 'automatic' && rules.automatic && (heldUntil ?? 0) <= now
    const target = !isLive || planned === 0 || mayFollow ? settleShare(targetShare, planned) : Math.min(targetShare, 1)
    return {
      ...{ package_id: row.package_id, placement_id: placementId, before: targetShare, target, advised: planned },
      most: isOpen ? row.most_share : Math.max(target, most),
      even: evenShare || planned,
      kind: isLive ? 'plan' : 'end',
    }
  })
}

async function store(tx: Tx, shares: readonly Share[], now: number): Promise<void> {
  await tx`
    insert into slot_allocations as a (placement_id, package_id, target_share, max_share, advised_share, even_share, changed_at)
    select placement_id, package_id, target, most, advised, even, ${new Date(now)}
    from jsonb_to_recordset(${JSON.stringify(shares)}::text::jsonb)
      as t (placement_id uuid, package_id uuid, target float8, most float8, advised float8, even float8)
    on conflict (placement_id, package_id) do update set target_share = excluded.target_share,
      max_share = excluded.max_share, advised_share = excluded.advised_share,
      even_share = case when a.even_share = 0 then excluded.even_share else a.even_share end,
      changed_at = case when a.target_share = excluded.target_share then a.changed_at else excluded.changed_at end`
}

async function log(tx: Tx, changed: readonly Share[], now: number): Promise<void> {
  if (changed.length === 0) return
  await tx`
    insert into allocation_changes (changed_at, placement_id, package_id, kind, share_before, share_after, actor)
    select ${new Date(now)}, placement_id, package_id, kind, before, target, ${CLOCK}
    from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb)
      as t (placement_id uuid, package_id uuid, kind text, before float8, target float8)`
}
