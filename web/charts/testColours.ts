import type { ChartColours } from './colours.ts'

/** Names instead of colours, to test chart options. */
export const testColours: ChartColours = {
  line: 'line',
  before: 'before',
  area: 'area',
  surface: 'surface',
  grid: 'grid',
  axis: 'axis',
  text: 'text',
  strong: 'strong',
  bar: 'bar',
  other: 'other',
  watch: 'watch',
  placements: Array.from({ length: 8 }, (_, i) => `placement ${i + 1}`),
  ranks: Array.from({ length: 10 }, (_, i) => `rank ${i + 1}`),
}
