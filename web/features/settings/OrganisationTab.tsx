'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Organisation } from '../../lib/endpoints.ts'
import { count, percentage } from '../../lib/formats.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './OrganisationTab.module.css'
import { texts } from './strings.ts'

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
    return <ErrorState error={error} what={texts.theOrganisation} onRetry={() => void refetch()} />
  }
  return (
    <Card label={texts.organisation}>
      <div className={table.tableHead}>
        <h2>{texts.organisation}</h2>
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
      name: texts.reportingZone,
      value: rules.time_zone,
      note: texts.daysAndHoursOfAll,
    },
    {
      name: texts.currency,
      value: rules.currency,
      note: texts.eventsInAnotherCurrency,
    },
    {
      name: texts.rawEventsKept,
      value: texts.days(count(rules.raw_days)),
      note: texts.reachAndCorrectionsCoverThese,
    },
    {
      name: texts.attributionWindows,
      value: texts.clickSaleDays(minutes % 60 === 0 ? texts.h(minutes / 60) : texts.min(minutes), days, days === 1),
      note: texts.howLongBeforeAClick,
    },
    {
      name: texts.reportingLag,
      value: texts.days(count(rules.reporting_lag.days)),
      note: rules.reporting_lag.measured ? texts.afterThisTime95Percent : texts.thereAreTooFewSales,
    },
    {
      name: texts.visitorsWhoSignIn,
      value: rules.uses_visitor_links ? texts.linkedWhereTheAppSends : texts.notLinked,
      note: texts.whetherExposuresBeforeSigning,
    },
    {
      name: texts.sampling,
      value:
        rules.sample_rate === 1 ? texts.everyEvent : texts.ofBrowserEventsScaled(percentage(rules.sample_rate * 100)),
      note: texts.theShareOfBrowserEvents,
    },
    {
      name: texts.withoutConsent,
      value: rules.without_consent === 'drop' ? texts.nothingIsSent : texts.sentAnonymously,
      note: texts.whatTheSdkDoesUntil,
    },
  ]
}
