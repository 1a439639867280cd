import type { PlacementDeepDive } from '../../lib/endpoints.ts'

type Totals = PlacementDeepDive['data']['totals']

/** An answer of the deep dive for tests: impressions by merchant, largest first. */
export function testDeepDive(
  impressions: readonly number[],
  comparison: Partial<NonNullable<Totals['comparison']>> | null = null,
): PlacementDeepDive {
  const total = impressions.reduce((a, b) => a + b, 0)
  const share = (n: number) => (total === 0 ? null : (n / total) * 100)
  const top = (n: number) => impressions.slice(0, n).reduce((a, b) => a + b, 0)
  const before = {
    impressions: total,
    impressions_before: total,
    impressions_change: null,
    unique_users: null,
    unique_users_before: null,
    unique_users_change: null,
    frequency: null,
    frequency_before: null,
    frequency_change: null,
    avg_merchants_shown: null,
    avg_merchants_shown_before: null,
    avg_merchants_shown_change: null,
    top_3_share_pct: null,
    top_3_share_before_pct: null,
    top_3_share_change: null,
    top_5_share_pct: null,
    top_5_share_before_pct: null,
    top_5_share_change: null,
    fill_rate: null,
    fill_rate_before: null,
    fill_rate_change: null,
  }
  return {
    data: {
      placement: { placement_id: 'p', placement_key: 'home', placement_name: 'Home', tier: 'standard', max_slots: 8 },
      totals: {
        impressions: total,
        unique_users: 100,
        unique_users_exact: true,
        unique_users_low: 100,
        unique_users_high: 100,
        visitor_share: 0.2,
        visitor_share_low: 0.2,
        visitor_share_high: 0.2,
        frequency: total / 100,
        unique_merchants: impressions.length,
        fill_rate: 0.9,
        avg_merchants_shown: 5.8,
        max_merchants_shown: 8,
        comparison: comparison && { ...before, ...comparison },
      },
      counted: { stored: total, flagged: 0 },
      top_merchants: impressions.slice(0, 10).map((n, i) => ({
        merchant_id: `m${i}`,
        merchant_ref: null,
        merchant_name: `Merchant ${i}`,
        impressions: n,
        impression_share_pct: share(n),
        share_change_pts: null,
        share_change: null,
      })),
      other: {
        merchants: Math.max(0, impressions.length - 10),
        impressions: total - top(10),
        impression_share_pct: share(total - top(10)),
        share_change_pts: null,
        share_change: null,
      },
      concentration: {
        top_3_impressions: top(3),
        top_5_impressions: top(5),
        total_impressions: total,
        top_3_share_pct: share(top(3)),
        top_5_share_pct: share(top(5)),
        hhi: impressions.reduce((sum, n) => sum + (n / total) ** 2, 0),
      },
      hourly: [],
      hourly_before: [],
      frequency: [],
      daily: [],
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
      compare: {
        start: '2026-11-09',
        end: '2026-11-15',
        cut_at_hour: 14,
        reach_days: { start: '2026-11-16', end: '2026-11-21' },
        reach_days_before: { start: '2026-11-09', end: '2026-11-14' },
      },
      not_compared: null,
      sampling: null,
    },
  }
}
