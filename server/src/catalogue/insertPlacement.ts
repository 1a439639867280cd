import type { Tx } from '../db/client.ts'
import { recordChange } from '../db/recordChange.ts'

export interface NewPlacement {
  /** If omitted, a new one is created. */
  readonly placement_id?: string | undefined
  readonly placement_key: string
  readonly placement_name: string
  readonly tier?: 'high_value' | 'standard' | undefined
  readonly max_slots: number
  /** First day of `max_slots`. */
  readonly valid_from: string
}

/** Inserts a placement with its slots and returns its id; null if it exists and must not be changed. */
export async function insertPlacement(
  tx: Tx,
  placement: NewPlacement,
  ifExists: 'fail' | 'leave' = 'fail',
): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    insert into placement_dim (placement_id, placement_key, placement_name, tier)
    values (coalesce(${placement.placement_id ?? null}::uuid, gen_random_uuid()), ${placement.placement_key},
      ${placement.placement_name}, ${placement.tier ?? 'standard'})
    ${ifExists === 'leave' ? tx`on conflict do nothing` : tx``}
    returning placement_id as id`
  if (row === undefined) return null
  await tx`
    insert into placement_slots (placement_id, valid_from, max_slots)
    values (${row.id}, ${placement.valid_from}, ${placement.max_slots})`
  await recordChange(tx, 'placement_dim')
  return row.id
}
