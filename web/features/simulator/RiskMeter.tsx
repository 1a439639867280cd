import type { Simulation } from '../../lib/endpoints.ts'
import { ratio } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Card } from '../../ui/View.tsx'
import { adviceOf } from './answer.ts'
import { explanationsOf } from './figures.ts'
import { sum } from './money.ts'
import classes from './Simulator.module.css'
import { VerdictTag } from './Verdict.tsx'

/** Part of the impressions that would be paid, on zones to 30, 50 and 100 %; the money that stands behind it above. */
export function RiskMeter({ simulation }: { readonly simulation: Simulation }) {
  const { data, meta } = simulation
  const { displaced_commission: displaced, paid_share: paid, sold_share: sold } = data
  const of = explanationsOf(simulation, data, 'All chosen placements', data.delivered)
  const advice = adviceOf(simulation)
  return (
    <Card label="Verdict" className={classes.pad ?? ''}>
      <div className={classes.meterHead}>
        <div>
          <h2>Revenue at risk</h2>
          <p className={classes.big}>
            <Explain explanation={of.displaced}>{sum(displaced.mid, meta)}</Explain>{' '}
            <small>
              80%: {sum(displaced.low, meta)} – {sum(displaced.high, meta)}
            </small>
          </p>
        </div>
        <VerdictTag verdict={data.delivery_feasibility} />
      </div>
      <Meter sold={sold} paid={paid} />
      <p className={classes.reason}>
        <b>
          <Explain explanation={of.verdict}>{data.delivery_feasibility}.</Explain>
        </b>{' '}
        {data.reason} {advice}
      </p>
    </Card>
  )
}

const ZONES = [
  { to: 30, name: 'Feasible' },
  { to: 50, name: 'High risk' },
  { to: 100, name: 'Not feasible' },
] as const

function Meter({ sold, paid }: { readonly sold: number | null; readonly paid: number | null }) {
  const at = (share: number | null) => `${Math.min(1, share ?? 0) * 100}%`
  const deal = Math.max(0, Math.min(1, paid ?? 0) - Math.min(1, sold ?? 0))
  const words = paid === null ? 'Nothing is expected' : `${ratio(paid)} of the impressions expected would be paid`
  return (
    <>
      <div
        className={classes.meter}
        role="img"
        aria-label={`${words}; ${ratio(sold)} are sold already. Up to 30% is feasible, to 50% at high risk.`}
      >
        {ZONES.map(({ to, name }, i) => (
          <span
            key={name}
            className={classes[`zone${i}`]}
            style={{ left: `${ZONES[i - 1]?.to ?? 0}%`, width: `${to - (ZONES[i - 1]?.to ?? 0)}%` }}
          />
        ))}
        <span className={classes.soldPart} style={{ left: 0, width: at(sold) }} />
        <span className={classes.dealPart} style={{ left: at(sold), width: `${deal * 100}%` }} />
        {paid !== null && <span className={classes.marker} style={{ left: at(paid) }} />}
      </div>
      <div className={classes.zones} aria-hidden>
        {ZONES.map(({ to, name }, i) => (
          <span key={name} style={{ width: `${to - (ZONES[i - 1]?.to ?? 0)}%` }}>
            <i>{to}%</i>
            {name}
          </span>
        ))}
      </div>
      <p className={classes.legend}>
        <span className={classes.soldKey}>Already sold {ratio(sold)}</span>
        <span className={classes.dealKey}>
          This deal {ratio(paid === null || sold === null ? null : paid - sold)}
          {paid !== null && paid > 1 && ', past the end'}
        </span>
      </p>
    </>
  )
}
