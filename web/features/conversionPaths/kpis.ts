import { conversionsMetric } from '@bx/contracts/metrics/conversions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { NOT_COMPARED } from '../../lib/compareWords.ts'
import { durationText } from '../../lib/durations.ts'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, percentage, shortCount, sumMoney } from '../../lib/formats.ts'
import { explain } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { texts } from './strings.ts'

const PATHS: Metric = {
  ...conversionsMetric,
  additive: false,
  source: 'path_sale_daily, path_daily, path_touch_daily, path_lag_daily',
}

/** Time to a sale, touches per sale, and sales after a single touch. */
export function kpisOf({ data, meta }: ConversionPaths, through: string | null): Kpi[] {
  const { totals } = data
  const about = { meta, scope: through === null ? texts.salesOfTheRange : texts.salesThrough(through) }
  const kpi = (label: string, value: string, unit: string, says: string): Kpi => ({
    ...{ label, value, unit, change: NOT_COMPARED, from: '', better: null },
    explanation: explain(about, { ...PATHS, label }, { value, says }),
  })
  const median = totals.median_hours === null ? NO_VALUE : durationText(totals.median_hours)
  return [
    kpi(
      texts.sales,
      shortCount(totals.conversions),
      sumMoney(totals.total_revenue, meta.currency),
      texts.pendingAndConfirmedSales,
    ),
    kpi(
      texts.medianTime,
      median,
      texts.fromTheExposure,
      texts.halfOfSalesHappenWithinThisTime(boundOf(totals.median_within_pct)),
    ),
    kpi(
      texts.touchesPerSale,
      average(totals.touches_per_sale),
      texts.touches(count(totals.touches)),
      texts.exposuresWithinTheWindowBefore,
    ),
    kpi(
      texts.onePlacementOnly,
      percentage(totals.one_touch_share_pct, 1),
      texts.salesOf(count(totals.one_touch)),
      texts.salesWhoseTouchesWereAll,
    ),
  ]
}

/** Maximum error of the median shown. */
function boundOf(within: number | null): string {
  return within === null || within === 0 ? texts.exact : texts.withinPercentOfTheExact(within)
}
