import { ctr } from '@bx/contracts/metrics/ctr'
import { cvrPerClick } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpression } from '@bx/contracts/metrics/cvrPerImpression'
import { percent, round } from '@bx/contracts/metrics/metric'
import { rpm } from '@bx/contracts/metrics/rpm'
import { rateInterval } from '@bx/contracts/metrics/wilson'
import { addMoney, moneyText } from '@bx/contracts/money'
import { readMoney } from '../lib/readMoney.ts'
import type { PerformanceFigures } from './performanceFigures.ts'

const COUNTS = [
  ...(['impressions', 'clicks', 'conversions', 'open_conversions', 'confirmed_conversions'] as const),
  ...(['rejected_conversions', 'refunded_conversions', 'click_through_conversions'] as const),
] as const
type Counts = Record<(typeof COUNTS)[number], number>
type Summed = Counts & Pick<PerformanceFigures, 'total_revenue'>

/** The figures of some placements together: counts are added up, rates are calculated from the sums. Changes are unknown. */
export function sumPerformance(rows: readonly Summed[], currency: string) {
  const counts = Object.fromEntries(
    // Split credit has six decimals on the wire.
    COUNTS.map((key) => [
      key,
      round(
        rows.reduce((sum, row) => sum + row[key], 0),
        6,
      ),
    ]),
  ) as Counts
  const { impressions, clicks, conversions } = counts
  const commission = addMoney(rows.map(({ total_revenue }) => readMoney(total_revenue)))
  const perThousand = rpm(commission, impressions)
  return {
    ...counts,
    total_revenue: moneyText(commission, currency),
    ctr_pct: percent(ctr(clicks, impressions), 4),
    cvr_pct: percent(cvrPerImpression(conversions, impressions), 4),
    click_cvr_pct: percent(cvrPerClick(conversions, clicks), 4),
    rpm: perThousand === null ? null : moneyText(perThousand, currency),
    ctr_interval: intervalPct(clicks, impressions),
    cvr_interval: intervalPct(conversions, impressions),
    click_cvr_interval: intervalPct(conversions, clicks),
    comparison: null,
  }
}

function intervalPct(successes: number, trials: number) {
  const range = rateInterval(successes, trials)
  return range && { low: range.low * 100, high: range.high * 100 }
}
