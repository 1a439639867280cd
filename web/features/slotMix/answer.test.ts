import { expect, test } from 'vitest'
import type { SlotMix, SlotMixRow } from '../../lib/endpoints.ts'
import { answerOf } from './answer.ts'
import { chosenRow } from './chosenRow.ts'

const row = (placement_name: string, paid_pct: number | null, limit_state: SlotMixRow['limit_state']) =>
  ({ placement_id: placement_name, placement_key: placement_name, placement_name, paid_pct, limit_state }) as SlotMixRow
const answer = (rows: readonly SlotMixRow[], paid_pct: number | null, total_impressions = 1000) =>
  ({
    data: { rows, totals: { total_impressions, paid_pct, comparison: null } },
    meta: { limit_pct: 40, min_impressions: 1000, start: '2026-11-17', compare: null },
  }) as unknown as SlotMix

const ROWS = [
  row('Home', 41, 'above'),
  row('Deals', 58.4, 'above'),
  row('Card', 90, 'too_few'),
  row('Search', 12, 'below'),
]

test('names the placements above the limit, the most paid first', () => {
  expect(answerOf(answer(ROWS, 33.1), false)).toEqual({
    lead: '2 of 4 placements are above 40% paid: Deals (58.4%) and Home (41.0%).',
    rest: 'All placements: 33.1%.',
  })
  expect(answerOf(answer(ROWS.slice(0, 1), 41), false).lead).toBe('Home is above 40% paid (41.0%).')
})

test('says so when no placement is above, when nothing is paid, and when nothing was shown', () => {
  expect(answerOf(answer(ROWS.slice(3), 12), false).lead).toBe('No placement is above 40% paid.')
  expect(answerOf(answer(ROWS.slice(3), 0), false).lead).toBe('No impression of these days is paid.')
  expect(answerOf(answer([], null, 0), false).rest).toBe('No impressions since 17 Nov 2026.')
})

test('shows the placement of the link, else the most paid one with enough impressions', () => {
  expect(chosenRow(ROWS, 'Search')?.placement_name).toBe('Search')
  expect(chosenRow(ROWS, null)?.placement_name).toBe('Deals')
  expect(chosenRow(ROWS.slice(2, 3), 'gone')?.placement_name).toBe('Card')
  expect(chosenRow([], null)).toBeUndefined()
})
