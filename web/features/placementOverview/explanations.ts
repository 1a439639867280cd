import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, count, date, dateRange, percentage, ratio, time } from '../../lib/formats.ts'
import type { Explanation } from './Explain.tsx'

// What stands behind each figure: definition, division, filters, window, watermark.

type Figures = PlacementOverview['data']['totals']

export function explainImpressions(overview: PlacementOverview, figures: Figures, scope: string): Explanation {
  const { meta } = overview
  const before = figures.comparison
  return explanation(overview, impressionsMetric, scope, count(figures.total_impressions), [
    [
      'Division',
      `${count(figures.viewable_impressions)} of them measured as viewable (${ratio(figures.viewable_rate)} of those measured)`,
    ],
    ...(before && meta.compare
      ? ([
          [
            'Before',
            `${count(before.impressions_before)} on ${dateRange(meta.compare.start, meta.compare.end)}, against ${count(before.impressions)} here${
              meta.compare.cut_at_hour === null
                ? ''
                : `; both up to ${String(meta.compare.cut_at_hour).padStart(2, '0')}:00 of the last day`
            }`,
          ],
        ] as const)
      : []),
  ])
}

export function explainReach(overview: PlacementOverview, figures: Figures, scope: string): Explanation {
  const range = figures.unique_users_exact
    ? 'Exact'
    : `An estimate: 95 % sure between ${count(figures.unique_users_low)} and ${count(figures.unique_users_high)}`
  const days = overview.meta.compare?.reach_days
  return explanation(overview, reachMetric, scope, count(figures.unique_users), [
    ['Precision', range],
    ...(days ? ([['Before', `Compared over whole days only: ${dateRange(days.start, days.end)}`]] as const) : []),
  ])
}

export function explainFrequency(overview: PlacementOverview, figures: Figures, scope: string): Explanation {
  return explanation(overview, frequencyMetric, scope, average(figures.frequency), [
    [
      'Division',
      `${count(figures.total_impressions)} ÷ ${count(figures.unique_users)} = ${average(figures.frequency)}`,
    ],
  ])
}

export function explainSlots(overview: PlacementOverview, figures: Figures, scope: string): Explanation {
  return explanation(overview, slotsFilledMetric, scope, average(figures.avg_merchants_shown), [
    [
      'Division',
      `${count(figures.merchants_shown_sum)} ÷ ${count(figures.sessions)} sessions = ${average(figures.avg_merchants_shown)}; ${ratio(figures.slots_filled_rate)} of the slots there were`,
    ],
    ['Renders', `Fill rate ${ratio(figures.fill_rate)}: slots filled ÷ slots available, as rendered`],
  ])
}

export function explainSaturation(overview: PlacementOverview, row: PlacementOverviewRow): Explanation {
  return explanation(overview, saturationMetric, row.placement_name, percentage(row.saturation_rate), [
    [
      'Division',
      `${count(row.unique_merchants)} merchants ÷ ${count(row.max_slots)} slots = ${percentage(row.saturation_rate)}`,
    ],
  ])
}

function explanation(
  { meta, data }: PlacementOverview,
  metric: Metric,
  scope: string,
  value: string,
  facts: readonly (readonly [string, string])[],
): Explanation {
  const { flagged, stored } = data.reconciliation
  const counted =
    meta.traffic === 'net'
      ? `Net: ${count(flagged)} suspected invalid impressions are left out`
      : `Gross: ${count(stored)} net and ${count(flagged)} suspected invalid`
  return {
    title: metric.label,
    scope,
    value,
    facts: [
      ['Definition', metric.formula],
      ...facts,
      ['Counted', counted],
      [
        'Period',
        `${dateRange(meta.start, meta.end)}, ${meta.time_zone}; complete to ${time(meta.complete_to, meta.time_zone, true)}${
          meta.unfinished_day ? `; ${date(meta.unfinished_day, false)} is not over` : ''
        }`,
      ],
      ['Source', metric.source],
    ],
  }
}
