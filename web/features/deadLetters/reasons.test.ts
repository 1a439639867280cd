import { expect, test } from 'vitest'
import { linesOf, wordsOf } from './reasons.ts'

test('every reason has words, even an unknown one', () => {
  expect(wordsOf('stale').title).toBe('Too old')
  expect(wordsOf('invalid_rank_position').title).toBe('Invalid rank_position')
  expect(wordsOf('something_new')).toMatchObject({ title: 'something new' })
})

test('only the line of the rejected field is marked', () => {
  const lines = linesOf({ event_id: 'e', timestamp: 't', note: '"timestamp": x' }, 'timestamp')
  expect(lines.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['  "timestamp": "t",'])
  expect(linesOf('cut at 8 Ki', 'timestamp').some(({ isMarked }) => isMarked)).toBe(false)
})
