import { expect, test } from 'vitest'
import { bulkRows, entriesOf, summaryOf } from './bulkRows.ts'
import { parseMerchants } from './parseMerchants.ts'

test('the server result of an entry is at its line, rejected lines first', () => {
  const lines = parseMerchants('merchant_ref,merchant_name\na,A\nb,B,C\nno good,X\na,A2')
  expect(entriesOf(lines).map(({ merchant_ref }) => merchant_ref)).toEqual(['a', 'no good', 'a'])
  const refused = (index: number, field: string, message: string) => ({
    ...{ index, merchant_ref: null, outcome: 'refused' as const },
    refusal: { code: 'x', field, message },
  })
  const rows = bulkRows(lines, {
    ...{ created: 1, updated: 0, unchanged: 0, refused: 2 },
    rows: [
      refused(0, 'merchant_ref', 'entry 3 has the same merchant_ref; the last one counts'),
      refused(1, 'merchant_ref', 'expected letters'),
      { index: 2, merchant_ref: 'a', outcome: 'created', refusal: null },
    ],
  })
  expect(rows.map(({ line, outcome, column, reason }) => [line, outcome, column, reason])).toEqual([
    [2, 'refused', 'merchant_ref', 'line 5 has the same merchant_ref; the last one counts'],
    [3, 'refused', null, expect.stringContaining('3 cells')],
    [4, 'refused', 'merchant_ref', 'expected letters'],
    [5, 'created', null, null],
  ])
  expect(summaryOf(rows, false)).toBe('1 new, 0 changed, 0 unchanged, 3 refused.')
  expect(summaryOf(rows, true)).toBe('1 created, 0 updated, 0 unchanged, 3 refused.')
})
