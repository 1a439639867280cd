import type { ChartColours } from './colours.ts'

/** The order of a placement in the settings; -1 if it is unknown. */
export type PlacementOrder = (id: string) => number

/** The colour of a placement, the same in every chart; with more placements than colours, they repeat. */
export function placementColour(id: string, orderOf: PlacementOrder, colours: ChartColours): string {
  const order = orderOf(id)
  return order < 0 ? colours.other : colours.placements[order % colours.placements.length]!
}
