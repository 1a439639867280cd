/** Colours of the active theme. */
export interface ChartColours {
  readonly line: string
  readonly before: string
  readonly area: string
  readonly surface: string
  readonly grid: string
  readonly axis: string
  readonly text: string
  readonly strong: string
  readonly bar: string
  readonly other: string
  /** Marks what needs attention. */
  readonly watch: string
  /** Colour depth shows the rank: the first is the strongest. */
  readonly ranks: readonly string[]
  /** Of placements, by their order in the settings. */
  readonly placements: readonly string[]
}

const PLACEMENT_COLOURS = 8

/** Reads the colours at the chart's element. */
export function coloursOf(element: Element): ChartColours {
  const style = getComputedStyle(element)
  return coloursFrom((name) => style.getPropertyValue(name).trim())
}

/** @param read the value of a colour by the name of its CSS variable */
export function coloursFrom(read: (name: string) => string): ChartColours {
  return {
    line: read('--bx-primary'),
    before: read('--bx-before'),
    area: read('--bx-area'),
    surface: read('--bx-surface'),
    grid: read('--bx-border'),
    axis: read('--bx-text-3'),
    text: read('--bx-text-2'),
    strong: read('--bx-text'),
    bar: read('--bx-bar'),
    other: read('--bx-other'),
    watch: read('--bx-watch'),
    placements: Array.from({ length: PLACEMENT_COLOURS }, (_, i) => read(`--bx-placement-${i + 1}`)),
    ranks: Array.from({ length: 10 }, (_, i) => read(`--bx-rank-${i + 1}`)),
  }
}
