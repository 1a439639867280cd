import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listPlacementSlots } from '@bx/contracts/endpoints/placements'
import { AppError } from '../lib/errors.ts'
import type { Sql } from '../store/db.ts'
import { isPlacementNamed } from '../store/namedRow.ts'

type Slots = Answer<typeof listPlacementSlots>['data']

/** How many slots a placement has from which day on, latest day first. Throws unknown_placement. */
export async function placementSlots(sql: Sql, idOrKey: string): Promise<Slots> {
  // Creating a placement dates its first slots in the same transaction, so that no row means no placement.
  const rows = await sql<Slots>`
    select s.valid_from::text as valid_from, s.max_slots from placement_slots s join placement_dim using (placement_id)
    where ${isPlacementNamed(sql, idOrKey)}
    order by s.valid_from desc`
  if (rows.length === 0) throw new AppError('unknown_placement', { details: { placement_id: idOrKey } })
  return [...rows]
}
