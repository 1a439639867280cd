import type { OpsStatus } from '../../lib/endpoints.ts'
import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  setAside: 'Set aside',
  loop: 'Loop',
  received: 'Received',
  reason: 'Reason',
  noDeadLetters: 'No dead letters.',

  // Answer
  deadLettersWaiting: (waiting: Part) => `Dead letters waiting: ${waiting}.`,
  allSystemsNormal: 'All systems normal.',
  hasFailedTimes: (loop: Part, failuresInARow: Part) => `${loop} has failed ${failuresInARow} times in a row`,
  setAsideNotInTheFigures: (setAside: Part) => `${setAside} set aside, not in the figures`,
  figuresAreBehind: (lag: Part) => `Figures are ${lag} behind`,
  ofEventsAreRefused: (rejected: Part) => `${rejected} of events are refused`,
  ofDashboardRequestsFail: (errorRate: Part) => `${errorRate} of dashboard requests fail`,
  keySentEvents: (name: Part, events: Part, usualEvents: Part) =>
    `Key ${name} sent ${events} events in an hour, usually ${usualEvents}`,
  queriesWaitingForADatabase: (waiting: Part) => `Queries waiting for a database connection: ${waiting}`,
  jobsThatFailed: (failed: Part) => `Jobs that failed: ${failed}`,
  todayHasNoPartition: 'Today has no partition: its events wait until maintenance creates it',
  todayOnly: 'today only',
  day: '1 day',
  days: (daysAhead: Part) => `${daysAhead} days`,
  todayAndAhead: (days: Part) => `today and ${days} ahead`,
  partitionsExistForCreatingThem: (days: Part) => `Partitions exist for ${days}: creating them fails`,
  ms: (seconds: Part) => `${seconds} ms`,
  s: (seconds: Part) => `${seconds} s`,
  min: (seconds: Part) => `${seconds} min`,
  h: (seconds: Part) => `${seconds} h`,

  // Failed work card
  item: 'Item',
  events: 'Events',
  failures: 'Failures',
  noWorkIsSetAside: 'No work is set aside.',
  theFirstOf: (rows: Part, total: Part) => `The first ${rows} of ${total}.`,
  stillCannotBeRead: (failed: Part) => ` ${failed} still cannot be read.`,
  sentAgainWhatFailsAgain: (retried: Part, still: Part) =>
    `${retried} sent again. What fails again appears here within seconds.${still}`,
  retryAllOf: (loop: Part) => `Retry all of ${loop}`,

  // Health view
  health: 'Health',
  eventsAreStillAccepted: 'Events are still accepted.',
  theLatestState: 'The latest state',
  deadLettersByReason: 'Dead letters by reason',
  deadLetters: 'Dead letters',
  waiting: 'Waiting',
  oldest: 'Oldest',
  loops: 'Loops',
  lastSuccess: 'Last success',
  failuresInARow: 'Failures in a row',
  lastError: 'Last error',
  noLoopHasRunYet: 'No loop has run yet.',
  jobs: 'Jobs',
  job: 'Job',
  lastRun: 'Last run',
  next: 'Next',
  took: 'Took',
  outcome: 'Outcome',
  noJobHasRunYet: 'No job has run yet.',
  thisHourAndTheOne: 'This hour and the one before:',
  lag: 'Lag',
  limit60S: 'limit 60 s',
  eventsThisHour: 'events, this hour and the one before',
  rejectRate: 'Reject rate',
  limit5Percent: 'limit 5%',
  queue: 'Queue',
  batchesQueuedInProgress: (inFlight: Part) => `batches queued, ${inFlight} in progress`,
  oldestWaiting: 'Oldest waiting',
  inTheQueue: 'in the queue',
  apiP95: 'API p95',
  sinceStart: 'since start',
  apiErrors: 'API errors',
  ofRequestsLimit1Percent: (requests: Part) => `of ${requests} requests, limit 1%`,
  pool: 'Pool',
  of: (inUse: Part, max: Part) => `${inUse} of ${max}`,
  inUseWaiting: (waiting: Part) => `in use, ${waiting} waiting`,

  // Rows
  rows: (title: Part) => `${title}, rows`,
} as const

export const LOOP_NAMES: Readonly<Record<OpsStatus['loops'][number]['loop'], string>> = {
  process: 'Processing',
  rollup: 'Rollup',
  attribution: 'Attribution',
  replay: 'Replay',
}
