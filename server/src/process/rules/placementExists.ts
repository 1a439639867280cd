import type { Dimensions } from '../dimensions.ts'
import type { RowRefusal } from './rule.ts'

/**
 * unknown_placement: neither a placement_id nor a placement_key. Replayed automatically when the placement is created.
 */
export function placementExists(dimensions: Dimensions, name: string): RowRefusal | null {
  if (dimensions.placement(name) !== undefined) return null
  return {
    code: 'unknown_placement',
    message: 'placement_id: no placement has this id or placement_key',
    missingName: name,
  }
}
