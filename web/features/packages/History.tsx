import type { PackageChange } from '../../lib/endpoints.ts'
import { count, NO_VALUE, sumMoney } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { Card } from '../../ui/View.tsx'
import { ACTION_WORDS } from './actionWords.ts'
import classes from './Packages.module.css'
import { DETAIL_WORDS, FIELD_WORDS, STATE_LABELS, texts } from './strings.ts'

/** Every change of a package, newest first: who, when, why, and the values before and after. */
export function History(props: {
  readonly changes: readonly PackageChange[]
  readonly timeZone: string
  readonly currency: string
}) {
  return (
    <Card label={texts.history} className={classes.pad ?? ''}>
      <h2>{texts.history}</h2>
      <ol className={classes.changes}>
        {props.changes.map((change) => (
          <li key={change.version}>
            <b>{ACTION_WORDS[change.action as keyof typeof ACTION_WORDS]?.done ?? change.action}</b>
            <small>
              {change.actor === 'system' ? texts.automatic : change.actor},{' '}
              {moment(change.effective_at, props.timeZone)}
            </small>
            {change.status_before !== null && change.status_before !== change.status && (
              <small>
                {STATE_LABELS[change.status_before]} → {STATE_LABELS[change.status]}
              </small>
            )}
            {change.reason !== null && <small>“{change.reason}”</small>}
            <Values change={change} currency={props.currency} timeZone={props.timeZone} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Values(props: { readonly change: PackageChange; readonly currency: string; readonly timeZone: string }) {
  const { before, after } = props.change
  const fields = Object.keys(after).filter((field) => field in FIELD_WORDS && field in before)
  const details = Object.keys(after).filter((field) => field in DETAIL_WORDS)
  if (fields.length + details.length === 0) return null
  const shown = (field: string, value: unknown) => valueText(field, value, props.currency, props.timeZone)
  return (
    <ul>
      {details.map((field) => (
        <li key={field}>
          {DETAIL_WORDS[field]}: {shown(field, after[field])}
        </li>
      ))}
      {fields.map((field) => (
        <li key={field}>
          {FIELD_WORDS[field]}: {shown(field, before[field])} → {shown(field, after[field])}
        </li>
      ))}
    </ul>
  )
}

function valueText(field: string, value: unknown, currency: string, timeZone: string): string {
  if (value === null || value === undefined || value === '') return NO_VALUE
  if (typeof value === 'number') return count(value)
  if (Array.isArray(value)) return value.length === 0 ? texts.allPlacements : texts.placementsOf(count(value.length))
  if (field.endsWith('_date')) return moment(String(value), timeZone)
  if (field === 'price' || field === 'unit_price' || field === 'amount') return sumMoney(String(value), currency)
  return String(value).replaceAll('_', ' ')
}
