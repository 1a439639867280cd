import type { Answer } from '../endpoints/endpoint.ts'
import type { merchantList } from '../endpoints/merchantList.ts'
import type { merchantSummary } from '../endpoints/merchantSummary.ts'
import type { placementDeepDive } from '../endpoints/placementDeepDive.ts'
import type { placementOverview } from '../endpoints/placementOverview.ts'
import { type CsvTable, csvTable } from './csvTable.ts'

// The tables of the views about exposure as files. `rows` is the screen's order and filter; the API sends all rows.

type Overview = Answer<typeof placementOverview>
type Summary = Answer<typeof merchantSummary>

export const VISITOR_COLUMNS = ['visitor_share', 'visitor_share_low', 'visitor_share_high'] as const
const REACH_COLUMNS = [
  'unique_users',
  'unique_users_low',
  'unique_users_high',
  ...VISITOR_COLUMNS,
  'frequency',
] as const

export function overviewTable(
  { data, meta }: Overview,
  rows: readonly Overview['data']['rows'][number][] = data.rows,
): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'total_impressions', 'viewable_impressions', 'viewable_rate'] as const),
    ...REACH_COLUMNS,
    ...(['unique_merchants', 'sessions', 'avg_merchants_shown', 'max_merchants_shown', 'max_slots'] as const),
    ...(['fill_rate', 'saturation_rate'] as const),
  ]
  return csvTable('placement-overview', meta, columns, rows)
}

export function merchantListTable({ data, meta }: Answer<typeof merchantList>): CsvTable {
  const columns = [
    ...(['merchant_id', 'merchant_name', 'category', 'impressions', 'impression_share_pct'] as const),
    ...REACH_COLUMNS,
    'last_shown_day' as const,
  ]
  return csvTable('merchants', meta, columns, data.rows)
}

export function summaryTable(
  { data, meta }: Summary,
  rows: readonly Summary['data']['placements'][number][] = data.placements,
): CsvTable {
  const columns = [
    ...(['placement_id', 'placement_name', 'impressions', 'viewable_impressions', 'viewable_rate'] as const),
    ...REACH_COLUMNS,
    'avg_rank' as const,
  ]
  return csvTable(`merchant-summary_${data.merchant.merchant_name}`, meta, columns, rows)
}

export function deepDiveTable({ data, meta }: Answer<typeof placementDeepDive>): CsvTable {
  const columns = ['merchant_id', 'merchant_name', 'impressions', 'impression_share_pct', 'share_change_pts'] as const
  const other = { merchant_id: '', merchant_name: 'Other', ...data.other }
  return csvTable(deepDiveView(data), meta, columns, [
    ...data.top_merchants,
    ...(data.other.merchants > 0 ? [other] : []),
  ])
}

/** Names the file of a placement. */
export function deepDiveView({ placement }: Answer<typeof placementDeepDive>['data']): string {
  return `placement-deep-dive_${placement.placement_name}`
}
