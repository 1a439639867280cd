'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { call } from '../lib/api.ts'
import { ENDPOINTS, type ReportMeta } from '../lib/endpoints.ts'
import { date, dateRange } from '../lib/formats.ts'
import { useViewState } from '../lib/useViewState.ts'
import { texts } from './strings.ts'
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
        {props.scope ? texts.nothingShownOf(props.scope) : texts.nothingShown} {on} {days}
      </h2>
      <p>{texts.theLastImpressionWas(Boolean(props.scope) && props.lastDay === undefined, date(last))}</p>
      <Button variant="filled" onClick={() => set({ range: 'custom', start: weekTo(last), end: last })}>
        {texts.show(dateRange(weekTo(last), last, false))}
      </Button>
    </section>
  )
}

function FirstSteps() {
  return (
    <section className={`${classes.card} ${classes.state}`}>
      <h2>{texts.noImpressionsYet}</h2>
      <p>{texts.yourFirstImpressionAppearsHere}</p>
      <ol className={classes.steps}>
        <li>
          <b>{texts.createAPlacement}</b>
          {texts.aMerchantAndAWrite}
        </li>
        <li>
          <b>{texts.pasteTheCode}</b> {texts.intoYourPage}
        </li>
        <li>
          <b>{texts.watchTheFirstEvent}</b> {texts.arrive}
        </li>
      </ol>
      <div className={classes.stateActions}>
        <Button component={Link} href="/setup/" variant="filled">
          {texts.setItUp}
        </Button>
        <Button component={Link} href="/guides/instrument/">
          {texts.openTheGuide}
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
