import type { OnePackage } from '../../lib/endpoints.ts'
import { count, NO_VALUE, ratio } from '../../lib/formats.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Packages.module.css'
import { unitsText } from './states.ts'

/** What a package has delivered, and what of it is billed. */
export function DeliveryCard({ sold }: { readonly sold: OnePackage }) {
  const { delivery, goal_units: goal, package_type: type } = sold
  const share = (part: number, whole: number) => (whole === 0 ? '' : ` (${ratio(part / whole)})`)
  const facts: readonly (readonly [label: string, value: string])[] = [
    [
      'Delivered',
      `${unitsText(type, delivery.delivered_units)}${goal === null ? '' : share(delivery.delivered_units, goal)}`,
    ],
    ['Billed', count(delivery.billed_units)],
    ['Still owed', delivery.remaining_units === null ? NO_VALUE : count(delivery.remaining_units)],
    ['Free of charge', count(delivery.free_units)],
    ['Impressions', `${count(delivery.impressions)} net of ${count(delivery.impressions_gross)} stamped`],
    ['Viewable', `${count(delivery.viewable)}${share(delivery.viewable, delivery.impressions)}`],
    ['Clicks', `${count(delivery.clicks)}, and ${count(delivery.repeated_clicks)} repeated`],
    ['Conversions', count(delivery.conversions)],
    ['Stamps that do not count', count(delivery.mismatched)],
  ]
  return (
    <Card label="Delivery" className={classes.pad ?? ''}>
      <h2>Delivery</h2>
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
