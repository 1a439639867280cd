import { MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { OnePackage } from '../../lib/endpoints.ts'
import { count, dateRange, NO_VALUE, rateMoney, sumMoney } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { Card } from '../../ui/View.tsx'
import { BASIS_LABELS, DELIVERY_LABELS, END_LABELS, STATUS_LABELS } from './labels.ts'
import classes from './Packages.module.css'
import { perUnits, unitsText } from './states.ts'

/** The contract of a package. */
export function Terms(props: {
  readonly sold: OnePackage
  readonly meta: { readonly currency: string; readonly time_zone: string }
}) {
  const { sold, meta } = props
  const type = sold.package_type
  const facts: readonly (readonly [label: string, value: ReactNode])[] = [
    [
      'Merchant',
      <Link key="merchant" href={`/merchants/view/?id=${sold.merchant_id}`}>
        {sold.merchant_name}
      </Link>,
    ],
    ['Dates', dateRange(sold.first_day, sold.last_day)],
    ['Contracted', unitsText(type, sold.guaranteed_units)],
    ['Goal', unitsText(type, sold.goal_units)],
    ['Price', sumMoney(sold.price, meta.currency)],
    ['Unit price', `${rateMoney(sold.unit_price, meta.currency)} ${perUnits(type)}`],
    ['Billed by', BASIS_LABELS[sold.billing_basis]],
    ['Over-delivery buffer', sold.buffer_units === 0 ? 'None' : count(sold.buffer_units)],
    ['Cap', sold.cap_units === null ? 'None' : count(sold.cap_units)],
    ['Daily cap', sold.daily_cap_units === null ? 'None' : count(sold.daily_cap_units)],
    ['Delivery', DELIVERY_LABELS[sold.delivery_mode]],
    ['Ends', END_LABELS[sold.end_rule]],
    ...creditFacts(sold),
    ['Placements', placementsText(sold)],
    ['PO number', sold.po_number ?? NO_VALUE],
    ...(sold.status === 'held' && sold.hold_expires_at !== null
      ? [['Hold ends', moment(sold.hold_expires_at, meta.time_zone)] as const]
      : []),
    ['Quoted by', sold.quoted_by ?? NO_VALUE],
    ['Approved by', sold.approved_by ?? NO_VALUE],
    ...(sold.makegood_of === null
      ? []
      : [
          [
            'Makegood of',
            <Link key="of" href={`/packages/view/?id=${sold.makegood_of}`}>
              The package that ended short
            </Link>,
          ] as const,
        ]),
    ['Terms version', count(sold.terms_version)],
  ]
  return (
    <Card label="Terms" className={classes.pad ?? ''}>
      <h2>Terms</h2>
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

function creditFacts(sold: OnePackage): readonly (readonly [string, string])[] {
  if (sold.credit_model === null) return []
  return [
    ['Credit model', MODEL_LABELS[sold.credit_model]],
    ['Attribution window', `${count(sold.credit_window_days)} days`],
    ['Billed when', sold.billed_status === null ? NO_VALUE : STATUS_LABELS[sold.billed_status]],
  ]
}

function placementsText({ placements }: OnePackage): string {
  if (placements.length === 0) return 'All placements'
  return placements
    .map(({ placement_name: name, units }) => (units === null ? name : `${name} (${count(units)})`))
    .join(', ')
}
