import type { conversionPaths } from '../endpoints/conversionPaths.ts'
import type { Answer } from '../endpoints/endpoint.ts'
import type { merchantBenchmark, placementScorecard } from '../endpoints/performance.ts'
import { STATE_COLUMNS, stateFields } from '../metrics/finality.ts'
import { EVIDENCE_COLUMNS, withUnattributed } from '../metrics/unattributed.ts'
import { type Compared, changeColumns, changeFields } from './changeColumns.ts'
import { type CsvTable, csvTable } from './csvTable.ts'

// The tables of the views about clicks and sales as files. `rows` is the screen's order and filter; the API sends all rows.

type Scorecard = Answer<typeof placementScorecard>
type Benchmark = Answer<typeof merchantBenchmark>
type Paths = Answer<typeof conversionPaths>

const PLACEMENT_COLUMNS = ['placement_id', 'placement_key', 'placement_name', 'tier'] as const
const RATES = ['ctr_pct', 'cvr_pct', 'click_cvr_pct', 'rpm'] as const
const CHANGES: readonly Compared[] = [
  ['ctr', 'points'],
  ['cvr', 'points'],
  ['click_cvr', 'points'],
  ['rpm', 'relative'],
]

/** Which placements work, then one row per reason for unattributed sales. */
export function scorecardTable(
  { data, meta }: Scorecard,
  rows: readonly Scorecard['data']['rows'][number][] = data.rows,
): CsvTable {
  const columns = [
    ...[...PLACEMENT_COLUMNS, 'impressions', 'clicks', 'conversions', 'open_conversions', 'confirmed_conversions'],
    ...['rejected_conversions', 'refunded_conversions', 'click_through_conversions', 'assisted_conversions', ...RATES],
    ...['total_revenue', 'currency', ...STATE_COLUMNS, ...EVIDENCE_COLUMNS, ...changeColumns(CHANGES)],
  ]
  const { currency, windows } = meta
  const fieldsOf = (row: Scorecard['data']['totals'] | Scorecard['data']['rows'][number]) => ({
    ...{ ...row, ...changeFields(row.comparison, CHANGES), ...stateFields(meta, row.open_conversions) },
  })
  const lines = withUnattributed(rows.map(fieldsOf), data.totals.unattributed.reasons, windows)
  return csvTable(`placement-scorecard_${meta.model}`, meta, columns, {
    rows: lines.map((row) => ({ ...row, currency })),
    total: { ...fieldsOf(data.totals), ...windows, currency, placement_name: 'All placements' },
  })
}

/** Where a merchant should be, then one row per reason for its unattributed sales. */
export function benchmarkTable(
  { data, meta }: Benchmark,
  rows: readonly Benchmark['data']['rows'][number][] = data.rows,
): CsvTable {
  const columns = [
    ...['merchant_id', 'merchant_ref', 'merchant_name', ...PLACEMENT_COLUMNS, 'impressions', 'clicks', 'conversions'],
    ...[...RATES, 'total_revenue', 'currency', 'recommended_package', 'basis', 'reason', 'expected_cpi_rpm'],
    ...['expected_cpc_rpm', 'expected_cpa_rpm', 'lead_pct', ...STATE_COLUMNS, 'category_ctr_pct'],
    ...['category_click_cvr_pct', 'category_withheld', ...EVIDENCE_COLUMNS, ...changeColumns(CHANGES)],
  ]
  const { merchant_id, merchant_ref, merchant_name } = data.merchant
  const merchant = { merchant_id, merchant_ref, merchant_name, currency: meta.currency }
  const fieldsOf = (row: Benchmark['data']['totals'] | Benchmark['data']['rows'][number]) => ({
    ...{ ...row, ...changeFields(row.comparison, CHANGES), ...stateFields(meta, row.open_conversions) },
  })
  const flat = rows.map(({ category, expected_rpm: expected, ...row }) => ({
    ...fieldsOf({ category, expected_rpm: expected, ...row }),
    expected_cpi_rpm: expected?.cpi ?? null,
    expected_cpc_rpm: expected?.cpc ?? null,
    expected_cpa_rpm: expected?.cpa ?? null,
    category_ctr_pct: category?.ctr_pct ?? null,
    category_click_cvr_pct: category?.click_cvr_pct ?? null,
  }))
  const lines = withUnattributed(flat, data.totals.unattributed.reasons, meta.windows)
  return csvTable(`merchant-benchmark_${merchant_name}_${meta.model}`, meta, columns, {
    rows: lines.map((row) => ({ ...row, ...merchant })),
    total: { ...fieldsOf(data.totals), ...meta.windows, ...merchant, placement_name: 'All placements' },
  })
}

/** The placements that were seen before sales. */
export function touchesTable({ data, meta }: Paths): CsvTable {
  const columns = [
    ...[...PLACEMENT_COLUMNS, 'times_in_path', 'first_touch_count', 'last_seen_count', 'avg_hours_to_conversion'],
    ...STATE_COLUMNS,
  ]
  const placements = new Map(data.placements.map((row) => [row.placement_id, row]))
  const state = stateFields(meta)
  const { touches, with_touch: sales } = data.totals
  return csvTable('conversion-paths', meta, columns, {
    rows: data.touches.map((row) => ({ ...placements.get(row.placement_id), ...row, ...state })),
    total: {
      ...{ placement_name: 'All placements', ...state, times_in_path: touches },
      ...{ first_touch_count: sales, last_seen_count: sales },
    },
  })
}
