import { expect, test } from 'vitest'
import { isWorthSending, type Replay, summaryOf } from './dryRunSummary.ts'

const replay = (...outcomes: Replay['results'][number]['outcome'][]): Replay => ({
  ...{ waiting: outcomes.length, matched: outcomes.length, replayable: outcomes.length, replayed: 0 },
  results: outcomes.map((outcome, i) => ({
    ...{ dead_letter_id: String(i), event_id: null, kind: 'exposure', outcome },
    ...(outcome === 'rejected' ? { code: 'unknown_merchant', message: 'none' } : { code: null, message: null }),
  })),
})

test('a dry run is one sentence, and a replay is offered when it would resolve something', () => {
  expect(summaryOf(replay())).toBe('No dead letters with this reason any more.')
  expect(summaryOf(replay('rejected'))).toBe('1 waits: 0 would be stored, 1 would be refused again.')
  expect(summaryOf(replay('stored', 'duplicate', 'rejected', 'stored'))).toBe(
    '4 wait: 2 would be stored, 1 stored already, 1 would be refused again.',
  )
  expect(summaryOf({ ...replay('stored'), waiting: 93_412 })).toBe(
    'The oldest 1 of 93,412: 1 would be stored, 0 would be refused again.',
  )
  expect([replay(), replay('rejected'), replay('rejected', 'duplicate')].map(isWorthSending)).toEqual([
    ...[false, false, true],
  ])
})
