'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Organisation } from '../../lib/endpoints.ts'
import { count, percentage } from '../../lib/formats.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './OrganisationTab.module.css'

interface Rule {
  readonly name: string
  readonly value: string
  /** What it does, and who can change it how. */
  readonly note: string
}

/** What applies to every figure. Most of it is fixed, because a change would make stored figures wrong. */
export function OrganisationTab() {
  const { data, error, refetch } = useQuery({
    queryKey: ['organisation'],
    queryFn: () => call(ENDPOINTS.readOrganisation),
  })
  if (data === undefined) {
    if (error === null) return <Loading slow={null} />
    return <ErrorState error={error} what="The organisation" onRetry={() => void refetch()} />
  }
  return (
    <Card label="Organisation">
      <div className={table.tableHead}>
        <h2>Organisation</h2>
      </div>
      <dl className={classes.rules}>
        {rulesOf(data.data).map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={classes.value}>{value}</dd>
            <dd className={classes.note}>{note}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function rulesOf(rules: Organisation): readonly Rule[] {
  const { click_minutes: minutes, conversion_days: days } = rules.windows
  return [
    {
      name: 'Reporting zone',
      value: rules.time_zone,
      note: 'Days and hours of all reports. Set at the first start and fixed from then on.',
    },
    {
      name: 'Currency',
      value: rules.currency,
      note: 'Events in another currency are refused. Set at the first start and fixed from then on.',
    },
    {
      name: 'Raw events kept',
      value: `${count(rules.raw_days)} days`,
      note: 'Reach and corrections cover these days; counts are kept for longer. RAW_DAYS changes it at the next start.',
    },
    {
      name: 'Attribution windows',
      value: `Click ${minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`}, sale ${days} ${days === 1 ? 'day' : 'days'}`,
      note: 'How long before a click or sale an exposure can be credited, in elapsed hours.',
    },
    {
      name: 'Reporting lag',
      value: `${count(rules.reporting_lag.days)} days`,
      note: rules.reporting_lag.measured
        ? 'After this time 95 % of sales have been reported. Measured daily; younger days are open.'
        : 'There are too few sales to measure it, so this is the default. Younger days are open.',
    },
    {
      name: 'Visitors who sign in',
      value: rules.uses_visitor_links ? 'Linked where the app sends it' : 'Not linked',
      note: 'Whether exposures before signing in count for later purchases. “npm run admin -- visitor-links on” changes it.',
    },
    {
      name: 'Sampling',
      value:
        rules.sample_rate === 1 ? 'Every event' : `${percentage(rules.sample_rate * 100)} of browser events, scaled`,
      note: 'The share of browser events that the SDK sends.',
    },
    {
      name: 'Without consent',
      value: rules.without_consent === 'drop' ? 'Nothing is sent' : 'Sent anonymously',
      note: 'What the SDK does until a visitor agrees.',
    },
  ]
}
