import type { Metric } from '@bx/contracts/metrics/metric'
import type { Change } from '../lib/formats.ts'
import { Delta } from './Delta.tsx'
import { Explain, type Explanation } from './Explain.tsx'
import classes from './KpiStrip.module.css'

export interface Kpi {
  readonly label: string
  readonly value: string
  readonly unit: string
  readonly change: Change
  /** The old value, or the compared days. */
  readonly from: string
  readonly better: Metric['better']
  readonly explanation: Explanation
}

/** The main figures of a view, each with its change and explanation. */
export function KpiStrip(props: { readonly kpis: readonly Kpi[]; readonly comparable: boolean }) {
  return (
    <dl className={classes.kpis}>
      {props.kpis.map((kpi) => (
        <div key={kpi.label} className={classes.kpi}>
          <dt>{kpi.label}</dt>
          <dd className={classes.value}>
            <Explain explanation={kpi.explanation}>{kpi.value}</Explain>{' '}
            <span className={classes.unit}>{kpi.unit}</span>
          </dd>
          {props.comparable && (
            <dd className={classes.delta}>
              <Delta change={kpi.change} better={kpi.better} /> {kpi.change.direction === null ? '' : kpi.from}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
