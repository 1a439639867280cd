import Link from 'next/link'
import type { OnePackage } from '../../lib/endpoints.ts'
import { sumMoney } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Packages.module.css'
import { unitsText } from './states.ts'
import { ADJUSTMENT_LABELS, texts } from './strings.ts'

type Adjustment = OnePackage['adjustments'][number]

/** What makes good for a package that ended short, and what is still missing. */
export function AdjustmentsCard(props: {
  readonly sold: Pick<OnePackage, 'adjustments' | 'short_units' | 'package_type'>
  readonly meta: { readonly currency: string; readonly time_zone: string }
}) {
  const { sold, meta } = props
  if (sold.adjustments.length === 0 && sold.short_units === 0) return null
  return (
    <Card label={texts.adjustments} className={classes.pad ?? ''}>
      <h2>{texts.adjustments}</h2>
      {sold.short_units > 0 && <p>{texts.missing(unitsText(sold.package_type, sold.short_units))}</p>}
      <ol className={classes.changes}>
        {sold.adjustments.map((one) => (
          <li key={one.adjustment_id}>
            <b>
              {ADJUSTMENT_LABELS[one.kind]}: {worthOf(one, sold, meta)}
            </b>
            {one.makegood_package_id !== null && (
              <Link href={`/packages/view/?id=${one.makegood_package_id}`}>{one.makegood_package_name}</Link>
            )}
            <small>
              {one.approved_by}, {moment(one.approved_at, meta.time_zone)}
            </small>
            <small>“{one.reason}”</small>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function worthOf(
  { kind, units, amount, end_after: end }: Adjustment,
  { package_type: type }: Pick<OnePackage, 'package_type'>,
  meta: { readonly currency: string; readonly time_zone: string },
): string {
  if (kind === 'credit') return texts.creditOf(sumMoney(amount, meta.currency), unitsText(type, units))
  if (kind === 'extension' && end !== null) return texts.until(moment(end, meta.time_zone))
  return unitsText(type, units)
}
