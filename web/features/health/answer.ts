import type { OpsStatus } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import { setAsideWords } from '../../lib/setAsideWords.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** Limits that need attention: seconds of lag, share of rejected events, share of failed requests. */
export const WATCH = { lagSeconds: 60, rejectRate: 0.05, errorRate: 0.01, failuresInARow: 3 } as const

export const LOOP_NAMES: Readonly<Record<OpsStatus['loops'][number]['loop'], string>> = {
  process: 'Processing',
  rollup: 'Rollup',
  attribution: 'Attribution',
  replay: 'Replay',
}

/** Is the pipeline healthy? The worst problem comes first. */
export function answerOf(status: OpsStatus): AnswerSentence {
  const troubles = troublesOf(status)
  const waiting = status.dead_letters.reduce((sum, { waiting }) => sum + waiting, 0)
  const letters = waiting === 0 ? 'No dead letters.' : `Dead letters waiting: ${count(waiting)}.`
  if (troubles.length === 0) return { lead: 'All systems normal.', rest: letters }
  return { lead: `${troubles.join('; ')}.`, rest: letters }
}

function troublesOf(status: OpsStatus): string[] {
  const { processing_lag_seconds: lag, validation_failure_rate: rejected, api, pool, jobs } = status
  const { key_jumps: jumps, partitions } = status
  const failed = jobs.filter(({ outcome }) => outcome === 'failed' || outcome === 'lost')
  const { events, attributions } = status.set_aside
  return [
    ...status.loops
      .filter((loop) => loop.failures_in_a_row >= WATCH.failuresInARow)
      .map((loop) => `${LOOP_NAMES[loop.loop]} has failed ${count(loop.failures_in_a_row)} times in a row`),
    ...(events + attributions > 0 ? [`${setAsideWords(status.set_aside)} set aside, not in the figures`] : []),
    ...(lag > WATCH.lagSeconds ? [`Figures are ${duration(lag)} behind`] : []),
    ...(rejected !== null && rejected > WATCH.rejectRate ? [`${ratio(rejected)} of events are refused`] : []),
    ...(api.error_rate !== null && api.error_rate > WATCH.errorRate
      ? [`${ratio(api.error_rate)} of dashboard requests fail`]
      : []),
    ...jumps.map(
      ({ key_id, name, events, usual_events }) =>
        `Key ${name ?? key_id} sent ${count(events)} events in an hour, usually ${count(usual_events)}`,
    ),
    ...(pool.waiting > 0 ? [`Queries waiting for a database connection: ${count(pool.waiting)}`] : []),
    ...(partitions.low ? [partitionsText(partitions.days_ahead)] : []),
    ...(failed.length > 0 ? [`Jobs that failed: ${failed.map(({ job }) => job).join(', ')}`] : []),
  ]
}

function partitionsText(daysAhead: number): string {
  if (daysAhead < 0) return 'Today has no partition: its events wait until maintenance creates it'
  const days = daysAhead === 0 ? 'today only' : `today and ${daysAhead === 1 ? '1 day' : `${daysAhead} days`} ahead`
  return `Partitions exist for ${days}: creating them fails`
}

/** 850 ms, 4.2 s, 87 min, 5.0 h. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
