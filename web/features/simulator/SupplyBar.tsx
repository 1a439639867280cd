import type { Simulation } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Card } from '../../ui/View.tsx'
import { explanationsOf, ON_COURSE } from './figures.ts'
import classes from './Simulator.module.css'

/** Goal, available, competing, possible: possible = available + competing, goal = delivered + short. */
export function SupplyBar({ simulation }: { readonly simulation: Simulation }) {
  const { data } = simulation
  const { goal, available, competing, possible, delivered, shortfall } = data
  const of = explanationsOf(simulation, data, 'All chosen placements', delivered)
  const most = Math.max(1, goal, possible)
  const width = (n: number) => `${(n / most) * 100}%`
  return (
    <Card label="Available inventory" className={classes.pad ?? ''}>
      <h2>Available inventory</h2>
      <dl className={classes.supply}>
        <div>
          <dt>Goal</dt>
          <dd>{count(goal)}</dd>
          <dd>
            {count(delivered)} delivered{shortfall > 0 && `, ${count(shortfall)} short`}
          </dd>
        </div>
        <div>
          <dt className={classes.dealKey}>Available</dt>
          <dd>
            <Explain explanation={of.available}>{count(available)}</Explain>
          </dd>
          <dd>{count(data.available_30pct)} within 30%</dd>
        </div>
        <div>
          <dt className={classes.soldKey}>Already sold</dt>
          <dd>
            <Explain explanation={of.sold}>{count(competing)}</Explain>
          </dd>
          <dd>of {count(data.sold)} sold in all</dd>
        </div>
        <div>
          <dt>Maximum</dt>
          <dd>
            <Explain explanation={of.possible}>{count(possible)}</Explain>
          </dd>
          <dd>available + already sold</dd>
        </div>
      </dl>
      <div
        className={classes.bar}
        role="img"
        aria-label={`Goal ${count(goal)}; available ${count(available)}; already sold ${count(competing)}; maximum ${count(possible)}.`}
      >
        <span className={classes.dealPart} style={{ left: 0, width: width(available) }} />
        <span className={classes.soldPart} style={{ left: width(available), width: width(competing) }} />
        <span className={classes.marker} style={{ left: width(goal) }} />
      </div>
      <p className={classes.hint}>
        The line is the goal. Capacity expected: <Explain explanation={of.capacity}>{count(data.capacity.mid)}</Explain>{' '}
        impressions, {count(data.capacity.low)} to {count(data.capacity.high)}.
      </p>
      <p className={classes.hint}>{ON_COURSE}</p>
    </Card>
  )
}
