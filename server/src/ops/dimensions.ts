import type { Body } from '@bx/contracts/endpoints/endpoint'
import type { createMerchant, updateMerchant } from '@bx/contracts/endpoints/merchants'
import type { createPlacement, updatePlacement } from '@bx/contracts/endpoints/placements'
import { AppError, databaseCode } from '../lib/errors.ts'
import { versionOf } from '../lib/versionOf.ts'
import type { Sql, Tx } from '../store/db.ts'
import { isMerchantNamed, isPlacementNamed } from '../store/namedRow.ts'
import { audit } from './audit.ts'
import { refuseStale } from './refuseStale.ts'

// Placements and merchants as staff keep them. Every change is in the audit log, in its own transaction.

export interface Placement {
  readonly placement_id: string
  readonly placement_key: string
  readonly placement_name: string
  readonly tier: 'high_value' | 'standard'
  readonly max_slots: number
  readonly version: string
}

export interface Merchant {
  readonly merchant_id: string
  readonly merchant_ref: string | null
  readonly merchant_name: string
  readonly category: string | null
}

export type VersionedMerchant = Merchant & { readonly version: string }

export function withVersion(merchant: Merchant): VersionedMerchant {
  const { merchant_ref, merchant_name, category } = merchant
  return { ...merchant, version: versionOf([merchant_ref, merchant_name, category]) }
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
  // Slots of every day count: what another person plans for next month is not overwritten unseen.
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
      const [row] = await tx<{ id: string }[]>`
        insert into placement_dim (placement_id, placement_key, placement_name, tier)
        values (coalesce(${body.placement_id ?? null}::uuid, gen_random_uuid()), ${body.placement_key}, ${body.placement_name},
          ${body.tier ?? 'standard'}) returning placement_id as id`
      await tx`insert into placement_slots (placement_id, valid_from, max_slots) values (${row!.id}, ${today}, ${body.max_slots})`
      await audit(tx, { actor, action: 'createPlacement', target: row!.id, details: body })
      return (await listPlacements(tx, today, row!.id))[0]!
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
 * A number dated back holds up to today: it overwrites those dated since, but none that is still to come.
 * @returns what it overwrites of days after `from`
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
      const [row] = await tx<Merchant[]>`
        insert into merchant_dim (merchant_id, merchant_ref, merchant_name, category)
        values (coalesce(${body.merchant_id ?? null}::uuid, gen_random_uuid()), ${body.merchant_ref ?? null},
          ${body.merchant_name}, ${body.category ?? null})
        returning merchant_id, merchant_ref, merchant_name, category`
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
      const [row] = await tx<Merchant[]>`
        update merchant_dim set
          merchant_name = coalesce(${body.merchant_name ?? null}, merchant_name),
          merchant_ref = case when ${body.merchant_ref !== undefined} then ${body.merchant_ref ?? null} else merchant_ref end,
          category = case when ${body.category !== undefined} then ${body.category ?? null} else category end,
          updated_at = now()
        where merchant_id = ${before.merchant_id}
        returning merchant_id, merchant_ref, merchant_name, category`
      const details = { before: asked(before, body), after: body }
      await audit(tx, { actor, action: 'updateMerchant', target: before.merchant_id, details })
      return withVersion(row!)
    }),
  )
}

/** A unique key in the way is the caller's to hear: already_exists. */
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
