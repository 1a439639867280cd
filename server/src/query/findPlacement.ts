import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import type { Sql, Tx } from '../db/client.ts'
import { isPlacementNamed } from '../db/namedRow.ts'
import { AppError } from '../lib/errors.ts'

type FoundPlacement = Omit<Answer<typeof placementDeepDive>['data']['placement'], 'max_slots'>

/** @param idOrKey placement_id or placement_key; throws unknown_placement */
export async function findPlacement(sql: Sql | Tx, idOrKey: string): Promise<FoundPlacement> {
  const [placement] = await sql<FoundPlacement[]>`
    select placement_id, placement_key, placement_name, tier from placement_dim
    where ${isPlacementNamed(sql, idOrKey)}`
  if (placement === undefined) throw new AppError('unknown_placement', { details: { placement_id: idOrKey } })
  return placement
}
