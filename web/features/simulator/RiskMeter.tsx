import type { Simulation } from '../../lib/endpoints.ts'
import { count, ratio, sumMoney } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Card } from '../../ui/View.tsx'
import { adviceOf } from './answer.ts'
import { explanationsOf } from './figures.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'
import { VerdictTag } from './Verdict.tsx'
import { type Zone, zonesOf } from './zones.ts'

/** Minimum share of the width for a tick. */
const NARROW = 0.06

/** Share of paid impressions on zones to 30, 50 and 100 %, with the money above. */
export function RiskMeter({ simulation }: { readonly simulation: Simulation }) {
  const { data, meta } = simulation
  const { displaced_commission: displaced, paid_share: paid, sold_share: sold } = data
  const of = explanationsOf(simulation, data, texts.allChosenPlacements, data.delivered)
  const advice = adviceOf(simulation)
  return (
    <Card label={texts.verdict} className={classes.pad ?? ''}>
      <div className={classes.meterHead}>
        <div>
          <h2>{texts.commissionDisplacedByImpressions(count(data.delivered))}</h2>
          <p className={classes.big}>
            <Explain explanation={of.displaced}>{sumMoney(displaced?.mid ?? null, meta.currency)}</Explain>{' '}
            <small>
              {displaced === null
                ? texts.commissionNotKnownYet
                : `80%: ${sumMoney(displaced.low, meta.currency)} – ${sumMoney(displaced.high, meta.currency)}`}
            </small>
          </p>
          <p className={classes.hint}>{texts.thePriceOfTheSame(sumMoney(data.delivered_price, meta.currency))}</p>
        </div>
        <VerdictTag verdict={data.delivery_feasibility} />
      </div>
      {paid !== null && sold !== null && <Meter zones={zonesOf(data)} sold={sold} paid={paid} />}
      <p className={classes.reason}>
        <b>
          <Explain explanation={of.verdict}>{data.delivery_feasibility}.</Explain>
        </b>{' '}
        {data.reason} {advice}
      </p>
    </Card>
  )
}

function Meter({
  zones,
  sold,
  paid,
}: {
  readonly zones: readonly Zone[]
  readonly sold: number
  readonly paid: number
}) {
  const at = (share: number) => `${Math.min(1, share) * 100}%`
  const deal = Math.min(1, paid) - Math.min(1, sold)
  return (
    <>
      <div
        className={classes.meter}
        role="img"
        aria-label={texts.ofTheImpressionsExpectedWould(
          ratio(paid),
          ratio(sold),
          zones.map(({ words }) => words).join(', '),
        )}
      >
        {zones.map(({ name, from, to }, i) => (
          <span key={name} className={classes[`zone${i}`]} style={{ left: at(from), width: at(to - from) }} />
        ))}
        <span className={classes.soldPart} style={{ left: 0, width: at(sold) }} />
        <span className={classes.dealPart} style={{ left: at(sold), width: at(deal) }} />
        <span className={classes.marker} style={{ left: at(paid) }} />
      </div>
      <div className={classes.ticks} aria-hidden>
        <span style={{ left: 0 }}>0</span>
        {zones.map(
          ({ name, from, to }) =>
            to - from >= NARROW && (
              <span key={name} style={{ right: at(1 - to) }}>
                {ratio(to, 0)}
              </span>
            ),
        )}
      </div>
      <p className={classes.legend}>
        <span className={classes.soldKey}>{texts.alreadySoldOf(ratio(sold))}</span>
        <span className={classes.dealKey}>
          {texts.thisDealOf(ratio(paid - sold))}
          {paid > 1 && texts.pastTheEnd}
        </span>
        {zones.map(({ name, words }, i) => (
          <span key={name} className={classes[`key${i}`]}>
            {words}
          </span>
        ))}
      </p>
    </>
  )
}
