import type { Change } from '../metrics/change.ts'
import { pctOf } from './pct.ts'

// A comparison in a file: both compared values, their change, and whether chance alone explains it (decision 0037).

/** A figure of `comparison`, and how its change is measured. `ratio`: a share 0..1, which a file has in percent. */
export type Compared = readonly [figure: string, measure: 'relative' | 'points' | 'ratio']

type Comparison = Readonly<Record<string, unknown>> | null

/** The columns of compared figures: "impressions_compared", "impressions_before", "impressions_change_pct", … */
export function changeColumns(figures: readonly Compared[]): string[] {
  return figures.flatMap(([figure, measure]) => {
    const unit = measure === 'relative' ? '' : '_pct'
    return [
      ...[`${figure}_compared${unit}`, `${figure}_before${unit}`],
      ...[`${figure}_change_${measure === 'relative' ? 'pct' : 'pts'}`, `${figure}_within_noise`],
    ]
  })
}

/** The fields of these columns. A change from nothing has no size: it is empty, and the value before is 0. */
export function changeFields(
  comparison: Comparison,
  figures: readonly Compared[],
): Record<string, string | number | boolean | null> {
  const columns = changeColumns(figures)
  const values = figures.flatMap(([figure, measure]) => {
    const change = comparison?.[`${figure}_change`] as Change | null | undefined
    const size = change?.value ?? null
    return [
      ...valuesOf(comparison, figure, measure),
      measure === 'relative' ? pctOf(size) : size,
      change?.within_noise ?? null,
    ]
  })
  return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? null]))
}

/** Now and before. Wire names of percentages end with `_pct`. */
function valuesOf(comparison: Comparison, figure: string, measure: Compared[1]): (string | number | null)[] {
  const unit = measure === 'points' ? '_pct' : ''
  const values = [`${figure}${unit}`, `${figure}_before${unit}`].map(
    (name) => (comparison?.[name] ?? null) as string | number | null,
  )
  return measure === 'ratio' ? values.map((value) => pctOf(value as number | null)) : values
}
