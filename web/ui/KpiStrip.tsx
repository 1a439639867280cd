import type { Change } from '@bx/contracts/metrics/change'
import type { Metric } from '@bx/contracts/metrics/metric'
import { Delta } from './Delta.tsx'
import { Explain } from './Explain.tsx'
import type { Explanation } from './explanation.ts'
import classes from './KpiStrip.module.css'

export interface Kpi {
  readonly label: string
  readonly value: string
  readonly unit: string
  /** null: not compared. */
  readonly change: Change | null
  /** The two values that were compared; '' without comparison. */
  readonly from: string
  /** The change explained, if it is. */
  readonly explainedChange?: Explanation | null
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
              <KpiDelta kpi={kpi} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function KpiDelta({ kpi: { change, better, from, explainedChange } }: { readonly kpi: Kpi }) {
  const delta = <Delta change={change} better={better} />
  return (
    <>
      {explainedChange ? <Explain explanation={explainedChange}>{delta}</Explain> : delta}
      {from !== '' && <span> · {from}</span>}
    </>
  )
}
