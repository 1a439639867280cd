import type { conversionPaths } from '../endpoints/conversionPaths.ts'
import type { Answer } from '../endpoints/endpoint.ts'
import type { merchantBenchmark, placementScorecard } from '../endpoints/performance.ts'
import { MODELS } from '../metrics/creditModels.ts'
import { STATE_COLUMNS, stateFields } from '../metrics/finality.ts'
import { EVIDENCE_COLUMNS, withUnattributed } from '../metrics/unattributed.ts'
import { type CsvTable, csvTable, scopedName } from './csvTable.ts'

// The tables of the views about clicks and sales as files. `rows` is the screen's order and filter; the API sends all rows.

type Scorecard = Answer<typeof placementScorecard>
type Benchmark = Answer<typeof merchantBenchmark>
type Paths = Answer<typeof conversionPaths>

const RATES = ['ctr_pct', 'cvr_pct', 'click_cvr_pct', 'rpm'] as const

export function scorecardTable(
  { data, meta }: Scorecard,
  rows: readonly Scorecard['data']['rows'][number][] = data.rows,
): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'impressions', 'clicks', 'conversions', 'open_conversions'] as const),
    ...(['confirmed_conversions', 'rejected_conversions', 'refunded_conversions'] as const),
    ...(['click_through_conversions', 'assisted_conversions', ...RATES, 'total_revenue'] as const),
    ...STATE_COLUMNS,
    ...EVIDENCE_COLUMNS,
  ]
  const stated = rows.map((row) => ({ ...row, ...stateFields(meta, row.open_conversions) }))
  const lines = withUnattributed(stated, data.totals.unattributed.reasons, meta.windows)
  return csvTable(`placement-scorecard_${meta.model}`, meta, columns, lines)
}

export function benchmarkTable(
  { data, meta }: Benchmark,
  rows: readonly Benchmark['data']['rows'][number][] = data.rows,
): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'impressions', 'clicks', 'conversions', ...RATES] as const),
    ...(['total_revenue', 'recommended_package', 'basis', 'reason'] as const),
    ...(['expected_cpi_rpm', 'expected_cpc_rpm', 'expected_cpa_rpm', 'lead_pct'] as const),
    ...STATE_COLUMNS,
    ...(['category_ctr_pct', 'category_click_cvr_pct', 'category_withheld'] as const),
    ...EVIDENCE_COLUMNS,
  ]
  const flat = rows.map(({ category, expected_rpm: expected, ...row }) => ({
    ...row,
    expected_cpi_rpm: expected?.cpi ?? null,
    expected_cpc_rpm: expected?.cpc ?? null,
    expected_cpa_rpm: expected?.cpa ?? null,
    category_ctr_pct: category?.ctr_pct ?? null,
    category_click_cvr_pct: category?.click_cvr_pct ?? null,
    ...stateFields(meta, row.open_conversions),
  }))
  const lines = withUnattributed(flat, data.totals.unattributed.reasons, meta.windows)
  return csvTable(`merchant-benchmark_${data.merchant.merchant_name}_${meta.model}`, meta, columns, lines)
}

export function touchesTable({ data, meta }: Paths): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'times_in_path', 'first_touch_count', 'last_seen_count'] as const),
    'avg_hours_to_conversion' as const,
    ...STATE_COLUMNS,
  ]
  const rows = data.touches.map((row) => ({ ...row, ...stateFields(meta) }))
  return csvTable('conversion-paths', meta, columns, rows)
}

/** The last row, without a placement, has the sales without a touch: all models except any touch add up to all sales. */
export function modelsTable({ data, meta }: Paths): CsvTable {
  const { rows, unattributed } = data.models
  return {
    name: scopedName('attribution-lab', meta),
    columns: ['placement_id', 'placement_name', ...MODELS.flatMap((model) => [model, `${model}_commission`])],
    rows: [
      ...rows.map((row) => [
        ...[row.placement_id, row.placement_name],
        ...MODELS.flatMap((model) => [row.credits[model], row.commission[model]]),
      ]),
      ['', 'Without a touch', ...MODELS.flatMap(() => [unattributed.conversions, unattributed.total_revenue])],
    ],
  }
}
