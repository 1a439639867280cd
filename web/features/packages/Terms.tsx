import { MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { OnePackage } from '../../lib/endpoints.ts'
import { count, dateRange, NO_VALUE, rateMoney, sumMoney } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Packages.module.css'
import { perUnits, unitsText } from './states.ts'
import { BASIS_LABELS, DELIVERY_LABELS, END_LABELS, STATUS_LABELS, texts } from './strings.ts'

/** The contract of a package. */
export function Terms(props: {
  readonly sold: OnePackage
  readonly meta: { readonly currency: string; readonly time_zone: string }
}) {
  const { sold, meta } = props
  const type = sold.package_type
  const facts: readonly (readonly [label: string, value: ReactNode])[] = [
    [
      texts.merchant,
      <Link key="merchant" href={`/merchants/view/?id=${sold.merchant_id}`}>
        {sold.merchant_name}
      </Link>,
    ],
    [texts.dates, dateRange(sold.first_day, sold.last_day)],
    [texts.contracted, unitsText(type, sold.guaranteed_units)],
    [texts.goal, unitsText(type, sold.goal_units)],
    [texts.price, sumMoney(sold.price, meta.currency)],
    [texts.unitPrice, `${rateMoney(sold.unit_price, meta.currency)} ${perUnits(type)}`],
    [texts.billedBy, BASIS_LABELS[sold.billing_basis]],
    [texts.overDeliveryBuffer, sold.buffer_units === 0 ? texts.none : count(sold.buffer_units)],
    [texts.cap, sold.cap_units === null ? texts.none : count(sold.cap_units)],
    [texts.dailyCap, sold.daily_cap_units === null ? texts.none : count(sold.daily_cap_units)],
    [texts.delivery, DELIVERY_LABELS[sold.delivery_mode]],
    [texts.ends, END_LABELS[sold.end_rule]],
    ...(sold.requires_slot_token ? [[texts.counts, texts.onlyWithASlotToken] as const] : []),
    ...creditFacts(sold),
    [texts.placements, placementsText(sold)],
    [texts.poNumber, sold.po_number ?? NO_VALUE],
    ...(sold.status === 'held' && sold.hold_expires_at !== null
      ? [[texts.holdEnds, moment(sold.hold_expires_at, meta.time_zone)] as const]
      : []),
    [texts.quotedBy, sold.quoted_by ?? NO_VALUE],
    [texts.approvedBy, sold.approved_by ?? NO_VALUE],
    ...(sold.makegood_of === null
      ? []
      : [
          [
            texts.makegoodOf,
            <Link key="of" href={`/packages/view/?id=${sold.makegood_of}`}>
              {texts.thePackageThatEndedShort}
            </Link>,
          ] as const,
        ]),
    [texts.termsVersion, count(sold.terms_version)],
  ]
  return (
    <Card label={texts.terms} className={classes.pad ?? ''}>
      <h2>{texts.terms}</h2>
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
    [texts.creditModel, MODEL_LABELS[sold.credit_model]],
    [texts.attributionWindow, texts.days(count(sold.credit_window_days))],
    [texts.billedWhen, sold.billed_status === null ? NO_VALUE : STATUS_LABELS[sold.billed_status]],
  ]
}

function placementsText({ placements }: OnePackage): string {
  if (placements.length === 0) return texts.allPlacements
  return placements
    .map(({ placement_name: name, units }) => (units === null ? name : `${name} (${count(units)})`))
    .join(', ')
}
