import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { average, type Change, change, count, NO_VALUE, pointChange, ratio, shortCount } from '../../lib/formats.ts'
import { Delta } from './Delta.tsx'
import { Explain, type Explanation } from './Explain.tsx'
import { explainFrequency, explainImpressions, explainReach, explainSlots } from './explanations.ts'
import classes from './PlacementOverview.module.css'

interface Kpi {
  readonly label: string
  readonly value: string
  readonly unit: string
  readonly change: Change
  readonly from: string
  readonly better: Metric['better']
  readonly explanation: Explanation | null
}

export function KpiStrip(props: { readonly overview: PlacementOverview; readonly comparable: boolean }) {
  return (
    <dl className={classes.kpis}>
      {kpisOf(props.overview).map((kpi) => (
        <div key={kpi.label} className={classes.kpi}>
          <dt>{kpi.label}</dt>
          <dd className={classes.value}>
            <Explain explanation={kpi.explanation}>{kpi.value}</Explain>{' '}
            <span className={classes.unit}>{kpi.unit}</span>
          </dd>
          {props.comparable && (
            <dd className={classes.delta}>
              <Delta change={kpi.change} better={kpi.better} /> {kpi.from}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

const NOT_COMPARED: Change = { text: NO_VALUE, direction: null }
const UNCLEAR: Change = { text: 'No clear change', direction: null }

function kpisOf(overview: PlacementOverview): Kpi[] {
  const { totals, merchants_known: known } = overview.data
  const before = totals.comparison
  const from = (value: string | null) => (value === null ? '' : `from ${value}`)
  return [
    {
      label: impressionsMetric.label,
      value: shortCount(totals.total_impressions),
      unit: '',
      change: before ? change(before.impressions, before.impressions_before) : NOT_COMPARED,
      from: from(before && before.impressions_before > 0 ? shortCount(before.impressions_before) : null),
      better: impressionsMetric.better,
      explanation: explainImpressions(overview, totals, 'All placements'),
    },
    {
      label: reachMetric.label,
      value: `${totals.unique_users_exact ? '' : '≈ '}${shortCount(totals.unique_users)}`,
      unit: 'people',
      change:
        before?.unique_users_clear === false
          ? UNCLEAR
          : change(before?.unique_users ?? null, before?.unique_users_before ?? null),
      from: from(before?.unique_users_before ? shortCount(before.unique_users_before) : null),
      better: reachMetric.better,
      explanation: explainReach(overview, totals, 'All placements'),
    },
    {
      label: frequencyMetric.label,
      value: average(totals.frequency),
      unit: 'per person',
      change: change(before?.frequency ?? null, before?.frequency_before ?? null),
      from: from(before?.frequency_before == null ? null : average(before.frequency_before)),
      better: frequencyMetric.better,
      explanation: explainFrequency(overview, totals, 'All placements'),
    },
    {
      label: slotsFilledMetric.label,
      value: ratio(totals.slots_filled_rate),
      unit: '',
      change: pointChange(totals.slots_filled_rate, before?.slots_filled_rate_before ?? null),
      from: from(before?.slots_filled_rate_before == null ? null : ratio(before.slots_filled_rate_before)),
      better: slotsFilledMetric.better,
      explanation: explainSlots(overview, totals, 'All placements'),
    },
    {
      label: 'Merchants shown',
      value: count(totals.unique_merchants),
      unit: `of ${count(known)}`,
      change: change(totals.unique_merchants, before?.unique_merchants_before || null),
      from: '',
      better: null,
      explanation: null,
    },
  ]
}
