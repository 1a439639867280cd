import type { CsvTable } from '@bx/contracts/tables/csvTable'
import { csvText } from '@bx/contracts/tables/csvText'
import { expect, test } from 'vitest'
import { readTable } from './readTable.ts'

const table: CsvTable = {
  name: 'merchants',
  columns: ['merchant_ref', 'merchant_name', 'impressions', 'impression_share_pct', 'eligible', 'total_revenue'],
  rows: [
    ['00123', '=cmd, "quoted"\nnext line', 12, 0.5, true, '90071992547409931.50'],
    [null, "O'Hara", 0, null, false, null],
  ],
  total: [null, 'All merchants', 12, 100, null, '1.00'],
  of: 7,
}

test('a table of the server is read as it was, with references and money as text', () => {
  const text = csvText(table, { withTotal: true })
  expect(readTable(text, 'merchants', { withTotal: true, of: 7 })).toEqual(table)
})

test('a table without rows has its columns', () => {
  expect(readTable('a_id,n\r\n', 'x', {})).toEqual({ name: 'x', columns: ['a_id', 'n'], rows: [], of: undefined })
})
