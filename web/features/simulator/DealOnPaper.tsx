import type { Simulation } from '../../lib/endpoints.ts'
import { count, dateRange, sumMoney, time, zoneName } from '../../lib/formats.ts'
import type { Deal } from './deal.ts'
import { daysOf } from './deal.ts'
import { chosenWords } from './PlacementPicker.tsx'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'

/** The form in print: the inputs in words. */
export function DealOnPaper(props: {
  readonly deal: Deal
  readonly choosing: Choosing
  readonly simulation: Simulation
}) {
  const { deal, choosing, simulation } = props
  const { data, meta } = simulation
  const days = daysOf(deal)
  const facts = [
    ['CPI budget', sumMoney(deal.budget, meta.currency)],
    ['Requested impressions', count(deal.impressions)],
    [
      'Days',
      `${dateRange(deal.start, deal.end)} (${days} ${days === 1 ? 'day' : 'days'}, ${zoneName(meta.time_zone)})`,
    ],
    ['Merchant', data.deal.merchant_name ?? 'A new merchant'],
    ['Placements', chosenWords(choosing)],
    ['Forecast from', `${dateRange(meta.start, meta.end)}, complete to ${time(meta.complete_to, meta.time_zone)}`],
  ] as const
  return (
    <dl className={classes.onPaper}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
