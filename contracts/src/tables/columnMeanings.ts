import { availableMetric, capacityMetric, feasibilityMetric, monthlyCapacityMetric } from '../metrics/allocation.ts'
import { averageRankMetric } from '../metrics/averageRank.ts'
import { assistedMetric, clicksMetric, conversionsMetric } from '../metrics/conversions.ts'
import { CREDIT_RULES } from '../metrics/creditModels.ts'
import { ctrMetric } from '../metrics/ctr.ts'
import { cvrPerClickMetric } from '../metrics/cvrPerClick.ts'
import { cvrPerImpressionMetric } from '../metrics/cvrPerImpression.ts'
import { fillRateMetric } from '../metrics/fillRate.ts'
import { FINALITY_WORDS } from '../metrics/finality.ts'
import { frequencyMetric } from '../metrics/frequency.ts'
import { impressionShareMetric } from '../metrics/impressionShare.ts'
import { impressionsMetric } from '../metrics/impressions.ts'
import type { Metric } from '../metrics/metric.ts'
import { adLoadMetric, inferredMetric, paidShareMetric } from '../metrics/paidShare.ts'
import { reachMetric } from '../metrics/reach.ts'
import { displacedMetric, monthlyRevenueMetric, revenueAtRiskMetric } from '../metrics/revenueAtRisk.ts'
import { riskScoreMetric } from '../metrics/riskScore.ts'
import { commissionMetric, rpmMetric } from '../metrics/rpm.ts'
import { saturationMetric } from '../metrics/saturation.ts'
import { slotsFilledMetric } from '../metrics/slotsFilled.ts'
import { viewableRateMetric } from '../metrics/viewableRate.ts'
import { visitorShareMetric } from '../metrics/visitorShare.ts'
import type { ColumnKind } from './columns.ts'

// What the columns of files mean, in words.

export const UNITS: Readonly<Record<ColumnKind, string>> = {
  text: '',
  number: 'number',
  percent: 'percent',
  points: 'percentage points',
  money: 'units of the currency',
  day: 'day of the reporting zone',
  instant: 'time in the reporting zone',
  flag: 'true or false',
}

/** '' for a column whose name says all. */
export function meaningOf(column: string): string {
  const own = meaningOfFigure(column)
  if (own !== '') return own
  for (const [end, words] of ENDINGS) {
    const figure = column.replace(end, '')
    if (figure !== column) return [meaningOfFigure(figure), words].filter(Boolean).join('; ')
  }
  return meaningOfFigure(column)
}

function meaningOfFigure(figure: string): string {
  return MEANINGS[figure] ?? MEANINGS[`${figure}_pct`] ?? MEANINGS[figure.replace(/_pct$/, '')] ?? ''
}

/** What the end of a name adds. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/_compared(_pct)?$/, 'the part of this period that is compared'],
  [/_before(_pct)?$/, 'the same in the previous period'],
  [/_change_(pct|pts)$/, 'change to the previous period; empty from 0'],
  [/_within_noise$/, 'true if chance alone explains the change: its 95 % interval includes none'],
  [/_low(_pct)?$/, 'lower end of the range'],
  [/_mid$/, 'the expected value'],
  [/_high(_pct)?$/, 'upper end of the range'],
  [/_share_pct$/, 'share of the credited sales'],
  [/_difference_pts$/, 'share, less that of the decisive touch'],
  [/_commission$/, 'commission credited'],
]

const METRICS: readonly Metric[] = [
  ...[availableMetric, capacityMetric, feasibilityMetric, monthlyCapacityMetric, averageRankMetric, assistedMetric],
  ...[clicksMetric, conversionsMetric, ctrMetric, cvrPerClickMetric, cvrPerImpressionMetric, fillRateMetric],
  ...[frequencyMetric, impressionShareMetric, impressionsMetric, reachMetric, displacedMetric, monthlyRevenueMetric],
  ...[revenueAtRiskMetric, riskScoreMetric, commissionMetric, rpmMetric, saturationMetric, slotsFilledMetric],
  ...[viewableRateMetric, visitorShareMetric, adLoadMetric, inferredMetric],
]

const MEANINGS: Readonly<Record<string, string>> = {
  ...CREDIT_RULES,
  ...Object.fromEntries(METRICS.map(({ key, label, formula }) => [key, `${label}: ${formula}`])),
  impressions: `${impressionsMetric.label}: ${impressionsMetric.formula}`,
  markov: 'Sales that would be lost without the placement (removal effect)',
  shapley: 'Each sale shared equally by the placements that its buyer saw',
  placement_key: 'The key that the app sends',
  merchant_ref: 'The reference that the app sends',
  tier: 'high_value or standard',
  viewable_impressions: 'Impressions measured as viewable',
  sessions: 'Sessions, per placement and day, behind the slot figures',
  max_slots: 'Slots of the placement',
  max_merchants_shown: 'Most merchants shown in one session',
  unique_merchants: 'Distinct merchants shown',
  slots_filled_rate_pct: 'Distinct merchants per session ÷ slots of the placement',
  cumulative_share_pct: 'Share of this row and all rows above it',
  share_change_pts: 'Change of the impression share, over whole days',
  last_shown_day: 'Last day with an impression, independent of the range',
  open_conversions: 'Conversions that are pending',
  rejected_conversions: 'Not in conversions',
  refunded_conversions: 'Not in conversions',
  click_through_conversions: 'Conversions whose decisive impression was clicked',
  state: Object.entries(FINALITY_WORDS)
    .map(([state, words]) => `${state}: ${words}`)
    .join(' '),
  restated_at: 'When a final day of the range last changed',
  unattributed_reason: 'Why the sales of this row are credited to no placement',
  click_minutes: 'Window for clicks, minutes',
  conversion_hours: 'Window for sales, hours',
  basis: 'Whose figures the recommendation uses',
  lead_pct: 'How much more the recommended package brings than the next',
  category_withheld: 'Why the figures of the category are not shown',
  expected_cpi_rpm: 'What 1,000 impressions are expected to bring by CPI',
  expected_cpc_rpm: 'What 1,000 impressions are expected to bring by CPC',
  expected_cpa_rpm: 'What 1,000 impressions are expected to bring by CPA',
  times_in_path: 'Sales with this placement among their touches',
  first_touch_count: 'Sales whose first touch was here',
  last_seen_count: 'Sales whose last touch was here',
  avg_hours_to_conversion: 'Average hours from the touch to the sale',
  spread_pts: 'Between the lowest and the highest share of the models',
  eligible: 'Part of the deal',
  bound_by: 'What limits the deal in this placement',
  sold: 'Impressions of packages already sold',
  possible: 'What a deal could have without others',
  competing: 'The part of possible that sold packages use',
  available_30pct: 'Available within 30 % of the capacity',
  allocated_impressions: 'Share of the placement in the best split',
  organic_impressions: 'Impressions without a package stamp that counts',
  cpi_impressions: 'Impressions that CPI packages pay for',
  cpc_impressions: 'Impressions that CPC packages pay for',
  cpa_impressions: 'Impressions that CPA packages pay for',
  paid_pct: `${paidShareMetric.label}: ${paidShareMetric.formula}`,
  limit_state: 'above: more than the limit is paid; too_few: not enough impressions',
  paid_share_pct: '(sold + allocated) ÷ capacity',
  commission_rpm: 'Commission per 1,000 impressions',
  history_days: 'Whole days behind the forecast',
}
