import { plainArray, type Tx } from '../db/client.ts'
import type { Delta } from '../facts/delta.ts'
import { reasonOf } from '../lib/errors.ts'
import { keepExposures } from './halvesOf.ts'
import { partsOf } from './partsOf.ts'

// Moves deltas that were set aside back to rollup_deltas after a fix, without the days that a recount has repaired
// since: those rows are already counted.

interface FailedDelta {
  readonly id: number
  readonly payload: string
  readonly repairedDays: string[]
}

/**
 * @param ids of failed_deltas; all of them if omitted
 * @returns how many went back, and how many still cannot be read
 */
export async function retryDeltas(tx: Tx, ids?: readonly string[]): Promise<{ retried: number; failed: number }> {
  // Waits for a recount that repairs, whose days are then left out; a recount that begins later rolls these up first.
  await tx`select 1 from rollup_state for update`
  const rows = await tx<FailedDelta[]>`
    select failed_id as id, payload, repaired_days as "repairedDays" from failed_deltas
    where retried_at is null ${ids === undefined ? tx`` : tx`and failed_id = any(${plainArray(ids)}::bigint[])`}
    order by failed_id for update`
  let retried = 0
  for (const row of rows) if (await putBack(tx, row)) retried++
  return { retried, failed: rows.length - retried }
}

async function putBack(tx: Tx, { id, payload, repairedDays }: FailedDelta): Promise<boolean> {
  const read = readable(payload, new Set(repairedDays))
  if ('reason' in read) {
    await tx`update failed_deltas set failures = failures + 1, failed_at = now(), reason = ${read.reason} where failed_id = ${id}`
    return false
  }
  const { delta } = read
  // Dated now: what was set aside must not hold complete_to back a second time.
  await tx`insert into rollup_deltas (received_at, events, payload, arrived)
    select now(), ${delta.exposures?.user.length ?? 0}, ${JSON.stringify(delta)}, arrived from failed_deltas where failed_id = ${id}`
  await tx`update failed_deltas set retried_at = now() where failed_id = ${id}`
  return true
}

function readable(
  payload: string,
  repaired: ReadonlySet<string>,
): { readonly delta: Delta } | { readonly reason: string } {
  try {
    const delta = withoutDays(JSON.parse(payload) as Delta, repaired)
    partsOf([delta])
    return { delta }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

function withoutDays({ exposures, renders, outcomes, packages }: Delta, repaired: ReadonlySet<string>): Delta {
  const kept = exposures && keepExposures(exposures, (i) => !repaired.has(exposures.days[exposures.day[i]!]!))
  return {
    ...(kept && kept.user.length > 0 ? { exposures: kept } : {}),
    ...(renders ? { renders: renders.filter(([, day]) => !repaired.has(day)) } : {}),
    ...(outcomes ? { outcomes } : {}),
    ...(packages ? { packages: packages.filter(({ key: [, , day] }) => !repaired.has(day)) } : {}),
  }
}
