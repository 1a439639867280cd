import type { PlacementOverviewRow } from '../../lib/endpoints.ts'

/** Columns by which the table sorts, and their values; text sorts as text, numbers as numbers. */
export const SORT_VALUES = {
  placement_name: (row) => row.placement_name.toLowerCase(),
  total_impressions: (row) => row.total_impressions,
  change: (row) =>
    row.comparison && row.comparison.impressions_before > 0
      ? row.comparison.impressions / row.comparison.impressions_before
      : null,
  unique_users: (row) => row.unique_users,
  frequency: (row) => row.frequency,
  unique_merchants: (row) => row.unique_merchants,
  slots_filled: (row) => row.slots_filled_rate,
  max_merchants_shown: (row) => row.max_merchants_shown,
  fill_rate: (row) => row.fill_rate,
  saturation_rate: (row) => row.saturation_rate,
} as const satisfies Readonly<Record<string, (row: PlacementOverviewRow) => string | number | null>>

export type SortColumn = keyof typeof SORT_VALUES

/** The view's own order, and the answer to its question: most impressions first. */
const DEFAULT_SORT = '-total_impressions'

/** Sorts by a column (`-` descending); rows without a value come last in both directions. */
export function sortRows(rows: readonly PlacementOverviewRow[], sort: string | null): PlacementOverviewRow[] {
  const { column, descending } = parseSort(sort) ?? parseSort(DEFAULT_SORT)!
  const value: (row: PlacementOverviewRow) => string | number | null = SORT_VALUES[column]
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    const order = x < y ? -1 : x > y ? 1 : 0
    return descending ? -order : order
  })
}

export function parseSort(sort: string | null): { column: SortColumn; descending: boolean } | null {
  if (sort === null) return null
  const column = sort.replace(/^-/, '')
  return column in SORT_VALUES ? { column: column as SortColumn, descending: sort.startsWith('-') } : null
}

/** What a click on a header does: descending, ascending, back to the view's own order. */
export function nextSort(sort: string | null, column: SortColumn): string | null {
  if (sort === `-${column}`) return column
  return sort === column ? null : `-${column}`
}
