import { expect, test } from 'vitest'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { answerOf } from './answer.ts'

const paths = (conversions: number, with_touch: number, median_hours: number | null) =>
  ({ data: { totals: { conversions, with_touch, median_hours }, touches: [] } }) as unknown as ConversionPaths

test('a small answer is a sentence, and a filter is named', () => {
  expect(answerOf(paths(0, 0, null), 'Search').lead).toBe('No sale through Search on these days.')
  expect(answerOf(paths(1, 0, null), null).lead).toBe('The one sale had no impression before it.')
  expect(answerOf(paths(1, 1, 2), 'Search').lead).toMatch(/^The one sale through Search happened 2/)
  expect(answerOf(paths(10, 5, 6), null)).toMatchObject({
    lead: expect.stringMatching(/^Half of sales happen within 6/),
    rest: '50% of 10 sales had an impression before them.',
  })
})
