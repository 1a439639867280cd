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
import { answerOf, duration, LOOP_NAMES } from './answer.ts'
import { FailedWorkCard } from './FailedWorkCard.tsx'
import classes from './Health.module.css'
import { Rows } from './Rows.tsx'

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
        <ErrorState isWholePage error={error} what="Health" unaffected="Events are still accepted." onRetry={retry} />
      )
    return <Loading slow={null} />
  }
  const status = data.data
  return (
    <>
      <ViewHead title="Health" answer={answerOf(status)} />
      {error && <ErrorState error={error} what="The latest state" onRetry={retry} />}
      <Tiles status={status} />
      <Card label="Dead letters by reason">
        <Rows
          title="Dead letters"
          head={['Reason', 'Waiting', 'Oldest']}
          empty="No dead letters."
          rows={status.dead_letters.map((deadLetter) => [
            deadLetter.reason,
            count(deadLetter.waiting),
            time(deadLetter.oldest_received_at, me.organisation.time_zone),
          ])}
        />
      </Card>
      <FailedWorkCard timeZone={me.organisation.time_zone} mayRetry={may(me, 'retry_failed_work')} />
      <Card label="Loops">
        <Rows
          title="Loops"
          head={['Loop', 'Waiting', 'Oldest', 'Last success', 'Failures in a row', 'Set aside', 'Last error']}
          empty="No loop has run yet."
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
      <Card label="Jobs">
        <Rows
          title="Jobs"
          head={['Job', 'Last run', 'Next', 'Took', 'Outcome', 'Failures in a row']}
          empty="No job has run yet."
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
        This hour and the one before: <Reconciliation reconciliation={status.last_hour} />
      </p>
    </>
  )
}

function Tiles({ status }: { readonly status: OpsStatus }) {
  const { api, pool, inbox, last_hour: hour } = status
  const oldest = inbox.oldest_received_at
  const tiles: readonly (readonly [label: string, value: string, note: string])[] = [
    ['Lag', duration(status.processing_lag_seconds), 'limit 60 s'],
    ['Received', count(hour.received), 'events, this hour and the one before'],
    ['Reject rate', ratio(status.validation_failure_rate), 'limit 5%'],
    ['Queue', count(inbox.waiting), `batches queued, ${count(inbox.in_flight)} in progress`],
    [
      'Oldest waiting',
      oldest === null ? NO_VALUE : duration(Math.max(0, (Date.now() - Date.parse(oldest)) / 1000)),
      'in the queue',
    ],
    ['API p95', api.p95_seconds_at_most === null ? NO_VALUE : `≤ ${duration(api.p95_seconds_at_most)}`, 'since start'],
    ['API errors', ratio(api.error_rate), `of ${count(api.requests)} requests, limit 1%`],
    ['Pool', `${count(pool.in_use)} of ${count(pool.max)}`, `in use, ${count(pool.waiting)} waiting`],
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
