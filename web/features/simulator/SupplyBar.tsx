import type { Simulation } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Card } from '../../ui/View.tsx'
import { explanationsOf, ON_COURSE } from './figures.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

/** Goal, available, competing, possible: possible = available + competing, goal = delivered + short. */
export function SupplyBar({ simulation }: { readonly simulation: Simulation }) {
  const { data } = simulation
  const { goal, available, competing, possible, delivered, shortfall } = data
  const of = explanationsOf(simulation, data, texts.allChosenPlacements, delivered)
  const most = Math.max(1, goal, possible)
  const width = (n: number) => `${(n / most) * 100}%`
  return (
    <Card label={texts.availableInventory} className={classes.pad ?? ''}>
      <h2>{texts.availableInventory}</h2>
      <dl className={classes.supply}>
        <div>
          <dt>{texts.goal}</dt>
          <dd>{count(goal)}</dd>
          <dd>
            {texts.delivered(count(delivered))}
            {shortfall > 0 && texts.short(count(shortfall))}
          </dd>
        </div>
        <div>
          <dt className={classes.dealKey}>{texts.available}</dt>
          <dd>
            <Explain explanation={of.available}>{count(available)}</Explain>
          </dd>
          <dd>{texts.within30PercentOf(count(data.available_30pct))}</dd>
        </div>
        <div>
          <dt className={classes.soldKey}>{texts.alreadySold}</dt>
          <dd>
            <Explain explanation={of.sold}>{count(competing)}</Explain>
          </dd>
          <dd>{texts.ofSoldInAll(count(data.sold))}</dd>
        </div>
        <div>
          <dt>{texts.maximum}</dt>
          <dd>
            <Explain explanation={of.possible}>{count(possible)}</Explain>
          </dd>
          <dd>{texts.availableAlreadySold}</dd>
        </div>
      </dl>
      <div
        className={classes.bar}
        role="img"
        aria-label={texts.goalAvailableAlreadySoldMaximum(
          count(goal),
          count(available),
          count(competing),
          count(possible),
        )}
      >
        <span className={classes.dealPart} style={{ left: 0, width: width(available) }} />
        <span className={classes.soldPart} style={{ left: width(available), width: width(competing) }} />
        <span className={classes.marker} style={{ left: width(goal) }} />
      </div>
      <p className={classes.hint}>
        {texts.theLineIsTheGoal} <Explain explanation={of.capacity}>{count(data.capacity.mid)}</Explain>{' '}
        {texts.impressionsTo(count(data.capacity.low), count(data.capacity.high))}
      </p>
      <p className={classes.hint}>{ON_COURSE}</p>
    </Card>
  )
}
