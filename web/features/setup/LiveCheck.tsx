'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { Button } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleDashed, IconSquareRotatedFilled } from '@tabler/icons-react'
import Link from 'next/link'
import { NO_VALUE, time } from '../../lib/formats.ts'
import list from '../../ui/EventList.module.css'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import classes from './Setup.module.css'
import { texts } from './strings.ts'
import type { LiveCheckState } from './useLiveCheck.ts'
import { isAccepted, reasonOf } from './words.ts'

const SHOWN = 10

/** The events of the key as they arrive. */
export function LiveCheck(props: {
  readonly check: LiveCheckState
  readonly placementKeys: readonly string[]
  readonly timeZone: string
}) {
  const { events, error, isPaused, pause } = props.check
  const accepted = events.filter(isAccepted)
  const refused = events.filter(({ verdict }) => verdict === 'rejected').length
  return (
    <section aria-label={texts.liveCheck} className={classes.check}>
      <div className={classes.stepHead}>
        <h3>{texts.liveCheck}</h3>
        <span className={classes.note}>{isPaused ? texts.paused : texts.listensToThisKeyChecks}</span>
        <Button ml="auto" onClick={pause}>
          {isPaused ? texts.continue : texts.pause}
        </Button>
      </div>
      <div role="status">
        {accepted[0] === undefined ? (
          <p className={classes.waiting}>
            <IconCircleDashed size={14} aria-hidden />{' '}
            {error ? texts.tryingAgain(error.message) : texts.waitingForTheFirstEvent}
          </p>
        ) : (
          <p className={classes.received}>
            <IconCircleCheckFilled size={14} aria-hidden />{' '}
            {texts.receivedAtAccepted(time(accepted[0].received_at, props.timeZone, true))}
          </p>
        )}
      </div>
      {events.length > 0 && <Rows {...props} events={events.slice(0, SHOWN)} />}
      <p className={classes.checkFoot}>
        <span>{texts.eventsAcceptedRefused(events.length, events.length === 1, accepted.length, refused)}</span>
        <Link href="/ops/live/">{texts.openLiveEvents}</Link>
      </p>
    </section>
  )
}

function Rows(props: {
  readonly events: readonly LiveEvent[]
  readonly placementKeys: readonly string[]
  readonly timeZone: string
}) {
  return (
    <Scroller label={texts.tableOfEvents}>
      <table className={table.table}>
        <caption className="visually-hidden">{texts.eventsOfTheKeyNewest}</caption>
        <thead>
          <tr>
            {[texts.time, texts.verdict, texts.kind, texts.placement, texts.merchant, texts.reason].map((title) => (
              <th key={title} scope="col" className={list.left}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.events.map((event, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two events may be equal
            <tr key={`${event.received_at} ${i}`}>
              <th scope="row">{time(event.received_at, props.timeZone, true)}</th>
              <td className={list.left}>
                <Verdict event={event} />
              </td>
              <td className={list.left}>{event.kind}</td>
              <td className={list.left}>{event.placement ?? NO_VALUE}</td>
              <td className={list.left}>{event.merchant ?? NO_VALUE}</td>
              <td className={`${list.left} ${classes.reason}`}>{reasonOf(event, props.placementKeys)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function Verdict({ event }: { readonly event: LiveEvent }) {
  if (isAccepted(event))
    return (
      <span className={classes.chip}>
        <IconCircleCheckFilled size={14} aria-hidden /> {texts.accepted}
      </span>
    )
  const isRefused = event.verdict === 'rejected'
  return (
    <span className={`${classes.chip} ${isRefused ? classes.refused : classes.neutral}`}>
      {isRefused ? <IconSquareRotatedFilled size={14} aria-hidden /> : <IconCircleDashed size={14} aria-hidden />}{' '}
      {isRefused ? texts.refused : texts.notCounted}
    </span>
  )
}
