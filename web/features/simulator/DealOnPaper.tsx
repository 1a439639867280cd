import type { Simulation } from '../../lib/endpoints.ts'
import { count, dateRange, sumMoney, time, zoneName } from '../../lib/formats.ts'
import { chosenWords } from './chosenWords.ts'
import type { Deal } from './deal.ts'
import { daysOf } from './deal.ts'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

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
    [texts.cpiBudget, sumMoney(deal.budget, meta.currency)],
    [texts.requestedImpressions, count(deal.impressions)],
    [texts.days, texts.daysOf(dateRange(deal.start, deal.end), days, days === 1, zoneName(meta.time_zone))],
    [texts.merchant, data.deal.merchant_name ?? texts.aNewMerchant],
    [texts.placements, chosenWords(choosing)],
    [texts.forecastFrom, texts.completeTo(dateRange(meta.start, meta.end), time(meta.complete_to, meta.time_zone))],
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
