import type { OpsStatus } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import { setAsideWords } from '../../lib/setAsideWords.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { LOOP_NAMES, texts } from './strings.ts'

/** Limits that need attention: seconds of lag, share of rejected events, share of failed requests. */
export const WATCH = { lagSeconds: 60, rejectRate: 0.05, errorRate: 0.01, failuresInARow: 3 } as const

/** Is the pipeline healthy? The worst problem comes first. */
export function answerOf(status: OpsStatus): AnswerSentence {
  const troubles = troublesOf(status)
  const waiting = status.dead_letters.reduce((sum, { waiting }) => sum + waiting, 0)
  const letters = waiting === 0 ? texts.noDeadLetters : texts.deadLettersWaiting(count(waiting))
  if (troubles.length === 0) return { lead: texts.allSystemsNormal, rest: letters }
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
      .map((loop) => texts.hasFailedTimes(LOOP_NAMES[loop.loop], count(loop.failures_in_a_row))),
    ...(events + attributions > 0 ? [texts.setAsideNotInTheFigures(setAsideWords(status.set_aside))] : []),
    ...(lag > WATCH.lagSeconds ? [texts.figuresAreBehind(duration(lag))] : []),
    ...(rejected !== null && rejected > WATCH.rejectRate ? [texts.ofEventsAreRefused(ratio(rejected))] : []),
    ...(api.error_rate !== null && api.error_rate > WATCH.errorRate
      ? [texts.ofDashboardRequestsFail(ratio(api.error_rate))]
      : []),
    ...jumps.map(({ key_id, name, events, usual_events }) =>
      texts.keySentEvents(name ?? key_id, count(events), count(usual_events)),
    ),
    ...(pool.waiting > 0 ? [texts.queriesWaitingForADatabase(count(pool.waiting))] : []),
    ...(partitions.low ? [partitionsText(partitions.days_ahead)] : []),
    ...(failed.length > 0 ? [texts.jobsThatFailed(failed.map(({ job }) => job).join(', '))] : []),
  ]
}

function partitionsText(daysAhead: number): string {
  if (daysAhead < 0) return texts.todayHasNoPartition
  const days =
    daysAhead === 0 ? texts.todayOnly : texts.todayAndAhead(daysAhead === 1 ? texts.day : texts.days(daysAhead))
  return texts.partitionsExistForCreatingThem(days)
}

/** 850 ms, 4.2 s, 87 min, 5.0 h. */
export function duration(seconds: number): string {
  if (seconds < 1) return texts.ms(Math.round(seconds * 1000))
  if (seconds < 60) return texts.s(seconds.toFixed(1))
  if (seconds < 7200) return texts.min(Math.round(seconds / 60))
  return texts.h((seconds / 3600).toFixed(1))
}
