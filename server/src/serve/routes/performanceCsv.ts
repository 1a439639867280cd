import type { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import type { CsvTable } from '../csv.ts'
import { table } from './analyticsCsv.ts'

// The tables of the performance views as CSV, in wire names, full precision.

const RATES = ['ctr_pct', 'cvr_pct', 'click_cvr_pct', 'rpm'] as const

export function scorecardCsv({ data, meta }: Answer<typeof placementScorecard>): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'impressions', 'clicks', 'conversions', 'open_conversions'] as const),
    ...(['confirmed_conversions', 'rejected_conversions', 'refunded_conversions'] as const),
    ...(['click_through_conversions', 'assisted_conversions', ...RATES, 'total_revenue'] as const),
  ]
  return table(`placement-scorecard_${meta.model}`, meta, columns, data.rows)
}

export function benchmarkCsv({ data, meta }: Answer<typeof merchantBenchmark>): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'impressions', 'clicks', 'conversions', ...RATES] as const),
    ...(['total_revenue', 'recommended_package', 'basis', 'reason'] as const),
    ...(['category_ctr_pct', 'category_click_cvr_pct', 'category_withheld'] as const),
  ]
  const rows = data.rows.map((row) => ({
    ...row,
    category_ctr_pct: row.category?.ctr_pct ?? null,
    category_click_cvr_pct: row.category?.click_cvr_pct ?? null,
  }))
  return table(`merchant-benchmark_${data.merchant.merchant_name}_${meta.model}`, meta, columns, rows)
}

export function pathsCsv({ data, meta }: Answer<typeof conversionPaths>): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'times_in_path', 'first_touch_count', 'last_touch_count'] as const),
    'avg_hours_to_conversion' as const,
  ]
  return table('conversion-paths', meta, columns, data.touches)
}
