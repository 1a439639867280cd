import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { expect, test } from 'vitest'
import { answerOf, countsOf } from './verdicts.ts'

const one = (verdict: LiveEvent['verdict'], rest: Partial<LiveEvent> = {}): LiveEvent => ({
  ...{ received_at: '2026-11-23T12:00:00.000Z', kind: 'exposure', verdict, reason: '', message: '', event: {} },
  ...{ placement: null, merchant: null },
  ...rest,
})

test('the answer is about a rejected event if there is one', () => {
  expect(answerOf([])).toEqual({ lead: 'Waiting for the first event.', rest: '' })
  expect(answerOf([one('stored'), one('duplicate')]).rest).toBe('1 duplicate of the last 2.')
  expect(answerOf([one('superseded')]).rest).toBe('1 superseded of the last 1.')
  const bad = one('rejected', { message: 'rank_position: expected >= 0' })
  expect(answerOf([bad, one('stored')])).toEqual({
    lead: '1 of the last 2 were rejected.',
    rest: 'Last: rank_position: expected >= 0',
  })
  expect(countsOf([bad, one('stored')])).toEqual({ stored: 1, flagged: 0, duplicate: 0, superseded: 0, rejected: 1 })
})
