import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listPlacementSlots } from '@bx/contracts/endpoints/placements'
import type { Sql } from '../db/client.ts'
import { isPlacementNamed } from '../db/namedRow.ts'
import { AppError } from '../lib/errors.ts'

type Slots = Answer<typeof listPlacementSlots>['data']

/** The slots of a placement by their first day, latest first. Throws unknown_placement. */
export async function placementSlots(sql: Sql, idOrKey: string): Promise<Slots> {
  // Creating a placement dates its first slots in the same transaction, so no row means no placement.
  const rows = await sql<Slots>`
    select s.valid_from::text as valid_from, s.max_slots from placement_slots s join placement_dim using (placement_id)
    where ${isPlacementNamed(sql, idOrKey)}
    order by s.valid_from desc`
  if (rows.length === 0) throw new AppError('unknown_placement', { details: { placement_id: idOrKey } })
  return [...rows]
}
