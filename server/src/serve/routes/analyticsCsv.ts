import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import type { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import type { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import type { CsvTable } from '../csv.ts'

// The table of each view as CSV: the same numbers as the JSON answer, in wire names, full precision.

export function overviewCsv({ data, meta }: Answer<typeof placementOverview>): CsvTable {
  const columns = [
    'placement_id',
    'placement_name',
    'total_impressions',
    'viewable_impressions',
    'viewable_rate',
    'unique_users',
    'unique_users_low',
    'unique_users_high',
    'frequency',
    'unique_merchants',
    'sessions',
    'avg_merchants_shown',
    'max_merchants_shown',
    'max_slots',
    'fill_rate',
    'saturation_rate',
  ] as const
  return table('placement-overview', meta, columns, data.rows)
}

export function merchantListCsv({ data, meta }: Answer<typeof merchantList>): CsvTable {
  const columns = [
    'merchant_id',
    'merchant_name',
    'category',
    'impressions',
    'impression_share_pct',
    'unique_users',
    'unique_users_low',
    'unique_users_high',
    'frequency',
    'last_shown_day',
  ] as const
  return table('merchants', meta, columns, data.rows)
}

export function summaryCsv({ data, meta }: Answer<typeof merchantSummary>): CsvTable {
  const columns = [
    'placement_id',
    'placement_name',
    'impressions',
    'viewable_impressions',
    'viewable_rate',
    'unique_users',
    'unique_users_low',
    'unique_users_high',
    'frequency',
    'avg_rank',
  ] as const
  return table(`merchant-summary_${data.merchant.merchant_name}`, meta, columns, data.placements)
}

export function deepDiveCsv({ data, meta }: Answer<typeof placementDeepDive>): CsvTable {
  const columns = ['merchant_id', 'merchant_name', 'impressions', 'impression_share_pct', 'share_change_pts'] as const
  const other = { merchant_id: '', merchant_name: 'Other', ...data.other }
  return table(`placement-deep-dive_${data.placement.placement_name}`, meta, columns, [
    ...data.top_merchants,
    ...(data.other.merchants > 0 ? [other] : []),
  ])
}

/** A view as CSV, named by its scope. */
export function table<C extends string>(
  view: string,
  meta: RangeMeta,
  columns: readonly C[],
  rows: readonly Readonly<Record<C, string | number | boolean | null>>[],
): CsvTable {
  return {
    name: `${view}_${meta.start}_${meta.end}_${meta.traffic}`,
    columns,
    rows: rows.map((row) => columns.map((column) => row[column])),
  }
}
