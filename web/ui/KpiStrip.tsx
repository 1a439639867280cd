import type { Metric } from '@bx/contracts/metrics/metric'
import type { Change } from '../lib/formats.ts'
import { Delta } from './Delta.tsx'
import { Explain, type Explanation } from './Explain.tsx'
import classes from './ui.module.css'

export interface Kpi {
  readonly label: string
  readonly value: string
  readonly unit?: string
  readonly change: Change | null
  /** The old value in words, such as "from 1.22M". */
  readonly from?: string
  readonly better: Metric['better']
  readonly explanation: Explanation | null
}

/** The figures a view leads with, each with its change and what stands behind it. */
export function KpiStrip(props: { readonly kpis: readonly Kpi[]; readonly comparable: boolean }) {
  return (
    <dl className={classes.kpis} style={{ '--columns': props.kpis.length } as React.CSSProperties}>
      {props.kpis.map((kpi) => (
        <div key={kpi.label} className={classes.kpi}>
          <dt>{kpi.label}</dt>
          <dd className={classes.value}>
            <Explain explanation={kpi.explanation}>{kpi.value}</Explain>
            {kpi.unit && <span className={classes.unit}> {kpi.unit}</span>}
          </dd>
          {props.comparable && kpi.change && (
            <dd className={classes.delta}>
              <Delta change={kpi.change} better={kpi.better} /> {kpi.from}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
