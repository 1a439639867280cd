import type { ChartColours } from './colours.ts'

/** The order of a placement in the settings; -1 if it is unknown. */
export type PlacementOrder = (id: string) => number

export interface PlacementStyle {
  readonly color: string
  readonly borderColor?: string
  readonly borderWidth?: number
}

/** Opacity of the second round of colours. */
const PALE = 0.3

/**
 * How a placement is drawn, the same in every chart, so that no two look alike by chance: the first eight have a colour each, the
 * next eight a pale one with a border, and all others are grey and have their name only.
 */
export function placementStyle(id: string, orderOf: PlacementOrder, colours: ChartColours): PlacementStyle {
  const { placements } = colours
  const order = orderOf(id)
  if (order < 0 || order >= 2 * placements.length) return { color: colours.other }
  const color = placements[order % placements.length]!
  if (order < placements.length) return { color }
  return { color: withOpacity(color, PALE), borderColor: color, borderWidth: 1.5 }
}

/** The colour of its lines. */
export function placementColour(id: string, orderOf: PlacementOrder, colours: ChartColours): string {
  const { color, borderColor } = placementStyle(id, orderOf, colours)
  return borderColor ?? color
}

/** @param hex "#295fd4" */
function withOpacity(hex: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`
}
