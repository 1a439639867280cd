import type { Answer } from '../endpoints/endpoint.ts'
import type { merchantList } from '../endpoints/merchantList.ts'
import type { merchantSummary } from '../endpoints/merchantSummary.ts'
import type { placementDeepDive } from '../endpoints/placementDeepDive.ts'
import type { placementOverview } from '../endpoints/placementOverview.ts'
import { type Compared, changeColumns, changeFields } from './changeColumns.ts'
import { type CsvTable, csvTable } from './csvTable.ts'
import { pctOf } from './pct.ts'

// The tables of the views about exposure as files. `rows` is the screen's order and filter; the API sends all rows.

type Overview = Answer<typeof placementOverview>
type Summary = Answer<typeof merchantSummary>
type List = Answer<typeof merchantList>
type DeepDive = Answer<typeof placementDeepDive>

export const VISITOR_COLUMNS = ['visitor_share_pct', 'visitor_share_low_pct', 'visitor_share_high_pct'] as const
const REACH_COLUMNS = [
  'unique_users',
  'unique_users_low',
  'unique_users_high',
  ...VISITOR_COLUMNS,
  'frequency',
] as const
const PLACEMENT_COLUMNS = ['placement_id', 'placement_key', 'placement_name', 'tier'] as const

const AUDIENCE_CHANGES: readonly Compared[] = [
  ['impressions', 'relative'],
  ['unique_users', 'relative'],
  ['frequency', 'relative'],
]
const OVERVIEW_CHANGES: readonly Compared[] = [
  ...AUDIENCE_CHANGES,
  ['unique_merchants', 'relative'],
  ['slots_filled_rate', 'ratio'],
  ['fill_rate', 'ratio'],
]

/** Where brands are seen. */
export function overviewTable(
  { data, meta }: Overview,
  rows: readonly Overview['data']['rows'][number][] = data.rows,
): CsvTable {
  const columns = [
    ...[...PLACEMENT_COLUMNS, 'total_impressions', 'viewable_impressions', 'viewable_rate_pct', ...REACH_COLUMNS],
    ...['unique_merchants', 'sessions', 'avg_merchants_shown', 'max_merchants_shown', 'max_slots'],
    ...['slots_filled_rate_pct', 'fill_rate_pct', 'saturation_rate_pct', ...changeColumns(OVERVIEW_CHANGES)],
  ]
  const fieldsOf = (row: Overview['data']['totals']) => ({
    ...row,
    ...reachPct(row),
    viewable_rate_pct: pctOf(row.viewable_rate),
    slots_filled_rate_pct: pctOf(row.slots_filled_rate),
    fill_rate_pct: pctOf(row.fill_rate),
    ...changeFields(row.comparison, OVERVIEW_CHANGES),
  })
  return csvTable('placement-overview', meta, columns, {
    rows: rows.map((row) => ({ ...fieldsOf(row), saturation_rate_pct: row.saturation_rate })),
    total: { placement_name: 'All placements', ...fieldsOf(data.totals) },
  })
}

const NO_CLICKS = { clicks: null, ctr_pct: null, comparison: null }

/** The merchants of an answer; `meta.total` counts those on all pages. */
export function merchantListTable({ data, meta }: List): CsvTable {
  const changes: readonly Compared[] = [
    ['impressions', 'relative'],
    ['ctr', 'points'],
  ]
  const columns = [
    ...['merchant_id', 'merchant_ref', 'merchant_name', 'category', 'impressions', 'impression_share_pct'],
    ...[...REACH_COLUMNS, 'clicks', 'ctr_pct', 'last_shown_day', ...changeColumns(changes)],
  ]
  const fieldsOf = (row: List['data']['rows'][number] | List['data']['totals']) => ({
    ...row,
    ...reachPct(row),
    ...changeFields(row.comparison, changes),
  })
  const { totals } = data
  // The sums are of the merchants found: of all only without a search.
  const { clicks, ctr_pct, comparison } = data.found.impressions === totals.impressions ? data.found : NO_CLICKS
  return csvTable('merchants', meta, columns, {
    rows: data.rows.map(fieldsOf),
    total: {
      ...fieldsOf(totals),
      ...{ clicks, ctr_pct, ...changeFields(comparison, changes.slice(1)) },
      merchant_name: 'All merchants',
      impression_share_pct: totals.impressions > 0 ? 100 : null,
    },
  })
}

/** What one merchant got, by placement. */
export function summaryTable(
  { data, meta }: Summary,
  rows: readonly Summary['data']['placements'][number][] = data.placements,
): CsvTable {
  const changes: readonly Compared[] = [...AUDIENCE_CHANGES, ['avg_rank', 'relative']]
  const columns = [
    ...['merchant_id', 'merchant_ref', 'merchant_name', ...PLACEMENT_COLUMNS, 'impressions', 'viewable_impressions'],
    ...['viewable_rate_pct', ...REACH_COLUMNS, 'avg_rank', ...changeColumns(changes)],
  ]
  const fieldsOf = (row: Summary['data']['totals']) => ({
    ...data.merchant,
    ...row,
    ...reachPct(row),
    viewable_rate_pct: pctOf(row.viewable_rate),
    ...changeFields(row.comparison, changes),
  })
  return csvTable(`merchant-summary_${data.merchant.merchant_name}`, meta, columns, {
    rows: rows.map(fieldsOf),
    total: { ...fieldsOf(data.totals), placement_name: 'All placements' },
  })
}

/** The largest merchants of a placement and the rest, with the cumulative share. */
export function deepDiveTable({ data, meta }: DeepDive): CsvTable {
  const columns = [
    ...['placement_key', 'placement_name', 'tier', 'merchant_id', 'merchant_ref', 'merchant_name', 'impressions'],
    ...['impression_share_pct', 'cumulative_share_pct', 'share_change_pts', 'share_within_noise'],
  ]
  const total = data.totals.impressions
  const other = { merchant_id: null, merchant_ref: null, merchant_name: 'Other', ...data.other }
  let sum = 0
  const rows = [...data.top_merchants, ...(data.other.merchants > 0 ? [other] : [])].map((row) => {
    sum += row.impressions
    const share_within_noise = row.share_change?.within_noise ?? null
    const cumulative_share_pct = pctOf(total > 0 ? sum / total : null)
    return { ...data.placement, ...row, cumulative_share_pct, share_within_noise }
  })
  const all = total > 0 ? 100 : null
  return csvTable(`placement-deep-dive_${data.placement.placement_name}`, meta, columns, {
    rows,
    total: {
      ...data.placement,
      merchant_name: 'All merchants',
      impressions: total,
      impression_share_pct: all,
      cumulative_share_pct: all,
    },
  })
}

function reachPct(row: {
  readonly visitor_share: number | null
  readonly visitor_share_low: number | null
  readonly visitor_share_high: number | null
}) {
  return {
    visitor_share_pct: pctOf(row.visitor_share),
    visitor_share_low_pct: pctOf(row.visitor_share_low),
    visitor_share_high_pct: pctOf(row.visitor_share_high),
  }
}
