import type { Tx } from '../db/client.ts'

/** What names a placement in an answer. */
export interface NamedPlacement {
  readonly placement_id: string
  readonly placement_key: string
  readonly placement_name: string
  readonly tier: 'high_value' | 'standard'
}

/** All placements, the oldest first. */
export function readPlacements(tx: Tx): Promise<NamedPlacement[]> {
  return tx<NamedPlacement[]>`
    select placement_id, placement_key, placement_name, tier from placement_dim order by created_at, placement_key`
}
