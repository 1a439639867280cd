import { countChange } from '@bx/contracts/metrics/change'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'

const FIGURES = {
  total_impressions: 1000,
  viewable_impressions: 800,
  viewable_rate: 0.8,
  unique_users: 100,
  unique_users_exact: true,
  unique_users_low: 100,
  unique_users_high: 100,
  visitor_share: 0.2,
  visitor_share_low: 0.2,
  visitor_share_high: 0.2,
  frequency: 10,
  unique_merchants: 5,
  sessions: 50,
  merchants_shown_sum: 100,
  avg_merchants_shown: 2,
  max_merchants_shown: 4,
  slots_filled_rate: 0.5,
  fill_rate: 0.6,
  comparison: null,
} as const

/** A row of the overview for tests. */
export function testRow(over: Partial<PlacementOverviewRow>): PlacementOverviewRow {
  return {
    placement_id: over.placement_name ?? 'p',
    placement_key: 'p',
    placement_name: 'P',
    tier: 'standard',
    max_slots: 4,
    saturation_rate: 125,
    counted: { stored: 1000, flagged: 20 },
    daily: [],
    ...FIGURES,
    ...over,
  }
}

/** An answer of the overview for tests. */
export function testOverview(rows: readonly PlacementOverviewRow[], before: number | null = null): PlacementOverview {
  const impressions = rows.reduce((sum, row) => sum + row.total_impressions, 0)
  const comparison =
    before === null
      ? null
      : {
          impressions,
          impressions_before: before,
          impressions_change: countChange(impressions, before),
          unique_users: null,
          unique_users_before: null,
          unique_users_change: null,
          frequency: null,
          frequency_before: null,
          frequency_change: null,
          unique_merchants: null,
          unique_merchants_before: null,
          unique_merchants_change: null,
          slots_filled_rate: null,
          slots_filled_rate_before: null,
          slots_filled_rate_change: null,
          fill_rate: null,
          fill_rate_before: null,
          fill_rate_change: null,
        }
  return {
    data: {
      rows: [...rows],
      totals: { ...FIGURES, total_impressions: impressions, comparison },
      merchants_known: 60,
      daily: [],
      daily_before: [],
      unfinished_to_cut: null,
      hourly: null,
      reconciliation: {
        received: impressions,
        stored: impressions,
        flagged: 0,
        duplicate: 0,
        superseded: 0,
        rejected: 0,
        waiting: 0,
        unaccounted: 0,
      },
      counted: { stored: impressions, flagged: 0 },
    },
    meta: {
      start: '2026-11-16',
      end: '2026-11-22',
      time_zone: 'UTC',
      traffic: 'net',
      complete_to: '2026-11-22T14:32:05Z',
      attributed_to: '2026-11-22T14:32:05Z',
      answered_at: '2026-11-22T14:32:05Z',
      waiting: 0,
      set_aside: null,
      unfinished_day: '2026-11-22',
      compare: { start: '2026-11-09', end: '2026-11-15', cut_at_hour: 14, reach_days: null, reach_days_before: null },
      not_compared: null,
      sampling: null,
    },
  }
}
