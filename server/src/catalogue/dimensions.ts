import type { Body } from '@bx/contracts/endpoints/endpoint'
import type { createMerchant, updateMerchant } from '@bx/contracts/endpoints/merchants'
import type { createPlacement, updatePlacement } from '@bx/contracts/endpoints/placements'
import { audit } from '../accounts/audit.ts'
import type { Sql, Tx } from '../db/client.ts'
import { isMerchantNamed, isPlacementNamed } from '../db/namedRow.ts'
import { recordChange } from '../db/recordChange.ts'
import { refuseStale } from '../db/refuseStale.ts'
import { AppError, databaseCode } from '../lib/errors.ts'
import { versionOf } from '../lib/versionOf.ts'
import { insertMerchants } from './insertMerchants.ts'
import { insertPlacement } from './insertPlacement.ts'
import { type Merchant, type VersionedMerchant, withVersion } from './merchant.ts'

// Placements and merchants, managed by staff. Every change is in the audit log, in its own transaction.

export interface Placement {
  readonly placement_id: string
  readonly placement_key: string
  readonly placement_name: string
  readonly tier: 'high_value' | 'standard'
  readonly max_slots: number
  readonly version: string
}

export async function listPlacements(sql: Sql | Tx, today: string, placementId?: string): Promise<Placement[]> {
  const rows = await sql<(Omit<Placement, 'version'> & { slots: string | null })[]>`
    select placement_id, placement_key, placement_name, tier, coalesce(
      (select max_slots from placement_slots s where s.placement_id = p.placement_id and valid_from <= ${today}
        order by valid_from desc limit 1),
      (select max_slots from placement_slots s where s.placement_id = p.placement_id order by valid_from limit 1), 0) as max_slots,
      (select string_agg(valid_from || ' ' || max_slots, ',' order by valid_from) from placement_slots s
        where s.placement_id = p.placement_id) as slots
    from placement_dim p ${placementId ? sql`where placement_id = ${placementId}` : sql``}
    order by created_at, placement_key`
  // The slots of every day count, so that another person's plan for next month is not overwritten unseen.
  return rows.map(({ slots, ...row }) => ({ ...row, version: versionOf([row.placement_name, row.tier, slots]) }))
}

export function addPlacement(
  sql: Sql,
  actor: string,
  today: string,
  body: Body<typeof createPlacement>,
): Promise<Placement> {
  return refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const id = (await insertPlacement(tx, { ...body, valid_from: today }))!
      await audit(tx, { actor, action: 'createPlacement', target: id, details: body })
      return (await listPlacements(tx, today, id))[0]!
    }),
  )
}

export function changePlacement(
  sql: Sql,
  actor: string,
  today: string,
  idOrKey: string,
  { version, ...body }: Body<typeof updatePlacement>,
): Promise<Placement> {
  return sql.begin(async (tx) => {
    const [found] = await tx<{ id: string }[]>`
      select placement_id as id from placement_dim
      where ${isPlacementNamed(tx, idOrKey)} for update`
    if (found === undefined) throw new AppError('unknown_placement', { details: { placement_id: idOrKey } })
    const from = body.max_slots_from ?? today
    const { version: inForce, ...before } = (await listPlacements(tx, from, found.id))[0]!
    await refuseStale(tx, version, { version: inForce, target: found.id, current: before })
    await tx`
      update placement_dim set placement_name = coalesce(${body.placement_name ?? null}, placement_name),
        tier = coalesce(${body.tier ?? null}, tier), updated_at = now()
      where placement_id = ${found.id}`
    await recordChange(tx, 'placement_dim')
    const replaced = body.max_slots === undefined ? [] : await dateSlots(tx, found.id, body.max_slots, from, today)
    await audit(tx, {
      actor,
      action: 'updatePlacement',
      target: found.id,
      details: { before: asked(before, body), after: body, ...(replaced.length > 0 ? { replaced } : {}) },
    })
    return (await listPlacements(tx, today, found.id))[0]!
  })
}

/**
 * A backdated number applies up to today: it overwrites later dates in the past, but none in the future.
 * @returns the numbers that it overwrites after `from`
 */
async function dateSlots(tx: Tx, placementId: string, maxSlots: number, from: string, today: string) {
  const replaced = await tx<{ valid_from: string; max_slots: number }[]>`
    select valid_from::text as valid_from, max_slots from placement_slots
    where placement_id = ${placementId} and valid_from > ${from} and valid_from <= ${today}
    order by valid_from`
  await tx`update placement_slots set max_slots = ${maxSlots}
    where placement_id = ${placementId} and valid_from > ${from} and valid_from <= ${today}`
  await tx`insert into placement_slots (placement_id, valid_from, max_slots) values (${placementId}, ${from}, ${maxSlots})
    on conflict (placement_id, valid_from) do update set max_slots = excluded.max_slots`
  return replaced
}

export function addMerchant(sql: Sql, actor: string, body: Body<typeof createMerchant>): Promise<VersionedMerchant> {
  return refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const [row] = await insertMerchants(tx, [body])
      await audit(tx, { actor, action: 'createMerchant', target: row!.merchant_id, details: body })
      return withVersion(row!)
    }),
  )
}

export function changeMerchant(
  sql: Sql,
  actor: string,
  idOrRef: string,
  { version, ...body }: Body<typeof updateMerchant>,
): Promise<VersionedMerchant> {
  return refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const [before] = await tx<Merchant[]>`
        select merchant_id, merchant_ref, merchant_name, category from merchant_dim
        where ${isMerchantNamed(tx, idOrRef)} for update`
      if (before === undefined) throw new AppError('unknown_merchant', { details: { merchant_id: idOrRef } })
      const { merchant_id: target, ...current } = before
      await refuseStale(tx, version, { version: withVersion(before).version, target, current })
      const { category = before.category } = body
      const [row] = await tx<Merchant[]>`
        update merchant_dim set
          merchant_name = coalesce(${body.merchant_name ?? null}, merchant_name),
          merchant_ref = case when ${body.merchant_ref !== undefined} then ${body.merchant_ref ?? null} else merchant_ref end,
          category = ${category},
          updated_at = now()
        where merchant_id = ${target}
        returning merchant_id, merchant_ref, merchant_name, category`
      await recordChange(tx, 'merchant_dim')
      const details = { before: asked(before, body), after: body }
      await audit(tx, { actor, action: 'updateMerchant', target, details })
      return withVersion(row!)
    }),
  )
}

/** Turns a unique violation into already_exists. */
export async function refusingDuplicates<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (databaseCode(error) === '23505') throw new AppError('already_exists', { cause: error })
    throw error
  }
}

/** The values that a change replaces, for the audit log. */
function asked(before: object, change: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(before).filter(([key]) => key in change))
}
