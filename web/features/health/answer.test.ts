import { expect, test } from 'vitest'
import type { OpsStatus } from '../../lib/endpoints.ts'
import { answerOf, duration } from './answer.ts'

const WELL: OpsStatus = {
  complete_to: '2026-11-22T14:32:05.000Z',
  processing_lag_seconds: 1,
  inbox: { waiting: 0, in_flight: 0, oldest_received_at: null },
  deltas_waiting: 0,
  set_aside: { events: 0, attributions: 0, since: null },
  loops: [],
  partitions: { days_ahead: 3, low: false },
  dead_letters: [],
  key_jumps: [],
  validation_failure_rate: null,
  last_hour: {
    received: 0,
    stored: 0,
    flagged: 0,
    duplicate: 0,
    superseded: 0,
    rejected: 0,
    waiting: 0,
    unaccounted: 0,
  },
  unaccounted_events: 0,
  api: { requests: 0, error_rate: null, p95_seconds_at_most: null },
  pool: { in_use: 0, max: 12, waiting: 0 },
  jobs: [],
}

test('a quiet pipeline is healthy', () => {
  expect(answerOf(WELL)).toEqual({ lead: 'All systems normal.', rest: 'No dead letters.' })
})

test('every problem is named with its figure', () => {
  const run = {
    started_at: WELL.complete_to,
    took_seconds: 1,
    next_at: null,
    failures_in_a_row: 1,
    last_success_at: null,
  }
  const answer = answerOf({
    ...WELL,
    processing_lag_seconds: 5220,
    validation_failure_rate: 0.123,
    dead_letters: [
      { reason: 'stale', waiting: 1200, oldest_received_at: WELL.complete_to },
      { reason: 'poison', waiting: 34, oldest_received_at: WELL.complete_to },
    ],
    key_jumps: [{ key_id: 'browser_1', name: 'Shop', hour: WELL.complete_to, events: 50_000, usual_events: 2000 }],
    api: { requests: 100, error_rate: 0.02, p95_seconds_at_most: 1 },
    pool: { in_use: 12, max: 12, waiting: 3 },
    jobs: [
      { ...run, job: 'flag_rates', outcome: 'failed' },
      { ...run, job: 'drop_expired', outcome: 'done' },
    ],
  })
  expect(answer).toEqual({
    lead: 'Figures are 87 min behind; 12.3% of events are refused; 2.0% of dashboard requests fail; Key Shop sent 50,000 events in an hour, usually 2,000; Queries waiting for a database connection: 3; Jobs that failed: flag_rates.',
    rest: 'Dead letters waiting: 1,234.',
  })
})

test('a failing loop comes first, then work set aside', () => {
  const rollup = { waiting: 9, oldest_at: null, last_success_at: null, last_error: 'broken', set_aside: 1 }
  const answer = answerOf({
    ...WELL,
    set_aside: { events: 12, attributions: 1, since: WELL.complete_to },
    loops: [
      { ...rollup, loop: 'rollup', failures_in_a_row: 4 },
      { ...rollup, loop: 'attribution', failures_in_a_row: 2 },
    ],
  })
  expect(answer.lead).toBe(
    'Rollup has failed 4 times in a row; 12 events and 1 click or sale set aside, not in the figures.',
  )
})

test.each([
  [-1, 'Today has no partition: its events wait until maintenance creates it.'],
  [0, 'Partitions exist for today only: creating them fails.'],
  [1, 'Partitions exist for today and 1 day ahead: creating them fails.'],
])('with %d days ahead it says so', (daysAhead, lead) =>
  expect(answerOf({ ...WELL, partitions: { days_ahead: daysAhead, low: true } }).lead).toBe(lead),
)

test.each([
  [0, '0 ms'],
  [0.85, '850 ms'],
  [4.2, '4.2 s'],
  [5220, '87 min'],
  [18_000, '5.0 h'],
])('%d s is %s', (seconds, text) => expect(duration(seconds)).toBe(text))
