import type { Dimensions } from '../dimensions.ts'
import type { Refusal } from './rule.ts'

/** unknown_placement: neither a placement_id nor a placement_key. Replays itself when the placement is created. */
export function placementExists(dimensions: Dimensions, name: string): Refusal | null {
  if (dimensions.placement(name) !== undefined) return null
  return {
    code: 'unknown_placement',
    message: 'placement_id: no placement has this id or placement_key',
    missingName: name,
  }
}
