'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type OpsStatus } from '../../lib/endpoints.ts'
import { count, NO_VALUE, ratio, time } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { Reconciliation } from '../../ui/ReportFoot.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import { Card, ViewHead } from '../../ui/View.tsx'
import { answerOf, duration } from './answer.ts'
import { FailedWorkCard } from './FailedWorkCard.tsx'
import classes from './Health.module.css'
import { Rows } from './Rows.tsx'
import { LOOP_NAMES, texts } from './strings.ts'

const REFRESH_MS = 10_000

/** Is the pipeline healthy? */
export function HealthView() {
  const me = useMe()
  const { data, error, refetch } = useQuery({
    queryKey: ['opsStatus'],
    queryFn: ({ signal }) => call(ENDPOINTS.opsStatus, { signal }),
    refetchInterval: REFRESH_MS,
  })
  const retry = () => void refetch()
  if (data === undefined || me === undefined) {
    if (error)
      return (
        <ErrorState
          isWholePage
          error={error}
          what={texts.health}
          unaffected={texts.eventsAreStillAccepted}
          onRetry={retry}
        />
      )
    return <Loading slow={null} />
  }
  const status = data.data
  return (
    <>
      <ViewHead title={texts.health} answer={answerOf(status)} />
      {error && <ErrorState error={error} what={texts.theLatestState} onRetry={retry} />}
      <Tiles status={status} />
      <Card label={texts.deadLettersByReason}>
        <Rows
          title={texts.deadLetters}
          head={[texts.reason, texts.waiting, texts.oldest]}
          empty={texts.noDeadLetters}
          rows={status.dead_letters.map((deadLetter) => [
            deadLetter.reason,
            count(deadLetter.waiting),
            time(deadLetter.oldest_received_at, me.organisation.time_zone),
          ])}
        />
      </Card>
      <FailedWorkCard timeZone={me.organisation.time_zone} mayRetry={may(me, 'retry_failed_work')} />
      <Card label={texts.loops}>
        <Rows
          title={texts.loops}
          head={[
            texts.loop,
            texts.waiting,
            texts.oldest,
            texts.lastSuccess,
            texts.failuresInARow,
            texts.setAside,
            texts.lastError,
          ]}
          empty={texts.noLoopHasRunYet}
          rows={status.loops.map((loop) => [
            LOOP_NAMES[loop.loop],
            count(loop.waiting),
            loop.oldest_at === null ? NO_VALUE : time(loop.oldest_at, me.organisation.time_zone, true),
            loop.last_success_at === null ? NO_VALUE : time(loop.last_success_at, me.organisation.time_zone, true),
            count(loop.failures_in_a_row),
            count(loop.set_aside),
            loop.last_error ?? NO_VALUE,
          ])}
        />
      </Card>
      <Card label={texts.jobs}>
        <Rows
          title={texts.jobs}
          head={[texts.job, texts.lastRun, texts.next, texts.took, texts.outcome, texts.failuresInARow]}
          empty={texts.noJobHasRunYet}
          rows={status.jobs.map((job) => [
            job.job,
            time(job.started_at, me.organisation.time_zone, true),
            job.next_at === null ? NO_VALUE : time(job.next_at, me.organisation.time_zone, true),
            job.took_seconds === null ? NO_VALUE : duration(job.took_seconds),
            job.outcome,
            count(job.failures_in_a_row),
          ])}
        />
      </Card>
      <p className={classes.foot}>
        {texts.thisHourAndTheOne} <Reconciliation reconciliation={status.last_hour} />
      </p>
    </>
  )
}

function Tiles({ status }: { readonly status: OpsStatus }) {
  const { api, pool, inbox, last_hour: hour } = status
  const oldest = inbox.oldest_received_at
  const tiles: readonly (readonly [label: string, value: string, note: string])[] = [
    [texts.lag, duration(status.processing_lag_seconds), texts.limit60S],
    [texts.received, count(hour.received), texts.eventsThisHour],
    [texts.rejectRate, ratio(status.validation_failure_rate), texts.limit5Percent],
    [texts.queue, count(inbox.waiting), texts.batchesQueuedInProgress(count(inbox.in_flight))],
    [
      texts.oldestWaiting,
      oldest === null ? NO_VALUE : duration(Math.max(0, (Date.now() - Date.parse(oldest)) / 1000)),
      texts.inTheQueue,
    ],
    [
      texts.apiP95,
      api.p95_seconds_at_most === null ? NO_VALUE : `≤ ${duration(api.p95_seconds_at_most)}`,
      texts.sinceStart,
    ],
    [texts.apiErrors, ratio(api.error_rate), texts.ofRequestsLimit1Percent(count(api.requests))],
    [texts.pool, texts.of(count(pool.in_use), count(pool.max)), texts.inUseWaiting(count(pool.waiting))],
  ]
  return (
    <dl className={classes.tiles}>
      {tiles.map(([label, value, note]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.note}>{note}</dd>
        </div>
      ))}
    </dl>
  )
}
