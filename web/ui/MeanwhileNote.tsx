'use client'
import { NO_VALUE } from '../lib/formats.ts'
import type { Meanwhile } from '../lib/useSave.ts'
import classes from './Form.module.css'
import { texts } from './strings.ts'

/** The values when a form was opened, and the labels of its fields. */
export interface OpenedWith {
  readonly values: object
  readonly labels: Readonly<Record<string, string>>
}

/** Shows what another user saved while the form was open. Their values are kept unless they are changed here too. */
export function MeanwhileNote({ meanwhile, opened }: { readonly meanwhile: Meanwhile; readonly opened: OpenedWith }) {
  const before = opened.values as Record<string, unknown>
  const changed = Object.entries(opened.labels).filter(
    ([field]) => JSON.stringify(meanwhile.current[field]) !== JSON.stringify(before[field]),
  )
  return (
    <div role="alert" className={classes.meanwhile}>
      <b>
        {meanwhile.changed_by ?? texts.somebodyElse} {texts.savedAChangeWhile}
      </b>
      {changed.length > 0 ? (
        <ul>
          {changed.map(([field, label]) => (
            <li key={field}>
              {label}: {shown(before[field])} → {shown(meanwhile.current[field])}
            </li>
          ))}
        </ul>
      ) : (
        <p>{texts.theChange}</p>
      )}
      <p>{texts.saveAgainToApplyYour}</p>
    </div>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return NO_VALUE
  if (Array.isArray(value)) return value.length === 0 ? NO_VALUE : value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value).replaceAll('_', ' ')
}
