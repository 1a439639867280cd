'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { call } from '../lib/api.ts'
import { ENDPOINTS, type ReportMeta } from '../lib/endpoints.ts'
import { date, dateRange } from '../lib/formats.ts'
import { useViewState } from '../lib/useViewState.ts'
import classes from './View.module.css'

/** No figures: shows the three first steps if there was never data, else the days with data. */
export function EmptyState(props: {
  readonly meta: ReportMeta
  /** The placement or merchant without data, if the view is about one. */
  readonly scope?: string
  readonly lastDay?: string | null
}) {
  const [, set] = useViewState()
  const overall = useLastDay(props.lastDay === undefined)
  const last = props.lastDay === undefined ? overall : props.lastDay
  if (last === undefined) return null
  if (last === null) return <FirstSteps />
  const days = dateRange(props.meta.start, props.meta.end, false)
  const on = props.meta.start === props.meta.end ? 'on' : 'from'
  return (
    <section className={`${classes.card} ${classes.state}`}>
      <h2>
        {props.scope ? `${props.scope}: nothing shown` : 'Nothing shown'} {on} {days}
      </h2>
      <p>
        The last impression{props.scope && props.lastDay === undefined ? ' anywhere' : ''} was {date(last)}.
      </p>
      <Button variant="filled" onClick={() => set({ range: 'custom', start: weekTo(last), end: last })}>
        Show {dateRange(weekTo(last), last, false)}
      </Button>
    </section>
  )
}

function FirstSteps() {
  return (
    <section className={`${classes.card} ${classes.state}`}>
      <h2>No impressions yet</h2>
      <p>Your first impression appears here within seconds. The setup takes about ten minutes.</p>
      <ol className={classes.steps}>
        <li>
          <b>Create a placement</b>, a merchant and a write key
        </li>
        <li>
          <b>Paste the code</b> into your page
        </li>
        <li>
          <b>Watch the first event</b> arrive
        </li>
      </ol>
      <div className={classes.stateActions}>
        <Button component={Link} href="/setup/" variant="filled">
          Set it up
        </Button>
        <Button component={Link} href="/guides/instrument/">
          Open the guide
        </Button>
      </div>
    </section>
  )
}

/** The last day with any impression; null if there is none, undefined while it is loading. */
function useLastDay(enabled: boolean): string | null | undefined {
  const { data } = useQuery({
    queryKey: ['lastShownDay'],
    queryFn: () => call(ENDPOINTS.merchantList, { query: { range: '7d', compare: 'none', size: 1 } }),
    enabled,
  })
  return data?.data.totals.last_shown_day
}

function weekTo(day: string): string {
  return new Date(Date.parse(day) - 6 * 86_400_000).toISOString().slice(0, 10)
}
