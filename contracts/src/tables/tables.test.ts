import { describe, expect, test } from 'vitest'
import { withoutColumns } from './csvTable.ts'
import { deepDiveTable, merchantListTable, overviewTable, summaryTable, VISITOR_COLUMNS } from './exposureTables.ts'
import { benchmarkTable, modelsTable, scorecardTable, touchesTable } from './performanceTables.ts'

// Names and order of the columns are an interface: scripts and spreadsheets of readers depend on them.

const meta = { start: '2026-11-22', end: '2026-11-28', traffic: 'net', model: 'linear', windows: {}, open_from: null }
const range = { ...meta, finality: { state: 'final', restated: [] } }
const none = { conversions: 0, total_revenue: '0.00', reasons: [] }
const data = {
  rows: [],
  placements: [],
  touches: [],
  top_merchants: [],
  other: { merchants: 0 },
  merchant: { merchant_name: 'Atlas' },
  placement: { placement_name: 'Home' },
  totals: { unattributed: none },
  models: { rows: [], unattributed: none },
}
const answer = { data, meta: range } as never

const REACH =
  'unique_users,unique_users_low,unique_users_high,visitor_share,visitor_share_low,visitor_share_high,frequency'
const SALES = 'state,restated_at,unattributed_reason,click_minutes,conversion_hours'

describe('the first line of a file', () => {
  test.each([
    [
      'placement-overview',
      overviewTable,
      `placement_id,placement_name,total_impressions,viewable_impressions,viewable_rate,${REACH},unique_merchants,sessions,avg_merchants_shown,max_merchants_shown,max_slots,fill_rate,saturation_rate`,
    ],
    [
      'merchants',
      merchantListTable,
      `merchant_id,merchant_name,category,impressions,impression_share_pct,${REACH},last_shown_day`,
    ],
    [
      'merchant-summary_Atlas',
      summaryTable,
      `placement_id,placement_name,impressions,viewable_impressions,viewable_rate,${REACH},avg_rank`,
    ],
    [
      'placement-deep-dive_Home',
      deepDiveTable,
      'merchant_id,merchant_name,impressions,impression_share_pct,share_change_pts',
    ],
    [
      'placement-scorecard_linear',
      scorecardTable,
      `placement_id,placement_name,impressions,clicks,conversions,open_conversions,confirmed_conversions,rejected_conversions,refunded_conversions,click_through_conversions,assisted_conversions,ctr_pct,cvr_pct,click_cvr_pct,rpm,total_revenue,${SALES}`,
    ],
    [
      'merchant-benchmark_Atlas_linear',
      benchmarkTable,
      `placement_id,placement_name,impressions,clicks,conversions,ctr_pct,cvr_pct,click_cvr_pct,rpm,total_revenue,recommended_package,basis,reason,expected_cpi_rpm,expected_cpc_rpm,expected_cpa_rpm,lead_pct,state,restated_at,category_ctr_pct,category_click_cvr_pct,category_withheld,unattributed_reason,click_minutes,conversion_hours`,
    ],
    [
      'conversion-paths',
      touchesTable,
      'placement_id,placement_name,times_in_path,first_touch_count,last_seen_count,avg_hours_to_conversion,state,restated_at',
    ],
    [
      'attribution-lab',
      modelsTable,
      'placement_id,placement_name,decisive_touch,decisive_touch_commission,first_touch,first_touch_commission,linear,linear_commission,time_decay,time_decay_commission,position_based,position_based_commission,any_touch,any_touch_commission',
    ],
  ])('of %s', (view, tableOf, columns) => {
    const { name, columns: actual } = tableOf(answer)
    expect(name).toBe(`${view}_2026-11-22_2026-11-28_net`)
    expect(actual.join(',')).toBe(columns)
  })
})

test('a column that is left out takes its cells with it', () => {
  const table = { name: 'a', columns: ['x', 'visitor_share', 'y'], rows: [[1, 0.2, null]] }
  expect(withoutColumns(table, VISITOR_COLUMNS)).toEqual({ name: 'a', columns: ['x', 'y'], rows: [[1, null]] })
})
