import type { OnePackage } from '../../lib/endpoints.ts'
import { count, NO_VALUE, ratio } from '../../lib/formats.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Packages.module.css'
import { unitsText } from './states.ts'
import { texts } from './strings.ts'

/** What a package has delivered, and what of it is billed. */
export function DeliveryCard({ sold }: { readonly sold: OnePackage }) {
  const { delivery, goal_units: goal, package_type: type } = sold
  const share = (part: number, whole: number) => (whole === 0 ? '' : ` (${ratio(part / whole)})`)
  const facts: readonly (readonly [label: string, value: string])[] = [
    [
      texts.delivered,
      `${unitsText(type, delivery.delivered_units)}${goal === null ? '' : share(delivery.delivered_units, goal)}`,
    ],
    [texts.billed, count(delivery.billed_units)],
    [texts.stillOwed, delivery.remaining_units === null ? NO_VALUE : count(delivery.remaining_units)],
    [texts.freeOfCharge, count(delivery.free_units)],
    [texts.impressions, texts.netOfStamped(count(delivery.impressions), count(delivery.impressions_gross))],
    [texts.viewable, `${count(delivery.viewable)}${share(delivery.viewable, delivery.impressions)}`],
    [texts.clicks, texts.andRepeated(count(delivery.clicks), count(delivery.repeated_clicks))],
    [texts.conversions, count(delivery.conversions)],
    [texts.stampsThatDoNotCount, count(delivery.mismatched)],
  ]
  return (
    <Card label={texts.delivery} className={classes.pad ?? ''}>
      <h2>{texts.delivery}</h2>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
