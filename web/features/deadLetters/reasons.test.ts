import { expect, test } from 'vitest'
import { linesOf, wordsOf } from './reasons.ts'

test('a reason has words, also when nobody wrote any for it', () => {
  expect(wordsOf('stale').title).toBe('Too old')
  expect(wordsOf('invalid_rank_position').title).toBe('Invalid rank_position')
  expect(wordsOf('something_new')).toMatchObject({ title: 'something new' })
})

test('the line of the refused field is marked, and no other', () => {
  const lines = linesOf({ event_id: 'e', timestamp: 't', note: '"timestamp": x' }, 'timestamp')
  expect(lines.filter(({ isMarked }) => isMarked).map(({ text }) => text)).toEqual(['  "timestamp": "t",'])
  expect(linesOf('cut at 8 Ki', 'timestamp').some(({ isMarked }) => isMarked)).toBe(false)
})
