import type { PackagePacing } from '../../lib/endpoints.ts'
import { count, percentage } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Packages.module.css'
import { chanceText } from './pacing.ts'
import { PACING_LABELS, texts } from './strings.ts'

const SHOWN = 12

/** The newest checks; each opens what it was computed from. */
export function ChecksCard({ pacing }: { readonly pacing: PackagePacing }) {
  const { checks } = pacing.data
  if (checks.length === 0) return null
  return (
    <Card label={texts.checks} className={classes.pad ?? ''}>
      <h2>{texts.checks}</h2>
      {checks.length > SHOWN && <p>{texts.newestOf(count(SHOWN), count(checks.length))}</p>}
      <ol className={classes.checks}>
        {checks.slice(0, SHOWN).map((check) => (
          <li key={check.checked_at}>
            <details>
              <summary>
                <small>{moment(check.checked_at, pacing.meta.time_zone)}</small> <b>{PACING_LABELS[check.status]}</b>{' '}
                {check.pacing_pct !== null && percentage(check.pacing_pct)}
              </summary>
              <dl className={classes.facts}>
                <Fact label={texts.delivered} value={count(check.delivered_units)} />
                <Fact label={texts.planned} value={count(Math.round(check.planned_units))} />
                <Fact label={texts.chanceOfTheGoal} value={chanceText(check.chance)} />
              </dl>
              <pre className={classes.inputs}>{JSON.stringify(check.inputs, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
