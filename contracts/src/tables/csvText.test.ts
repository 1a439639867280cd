import { describe, expect, test } from 'vitest'
import { fileName, partWords } from './csvTable.ts'
import { csvText } from './csvText.ts'

const cells = (...row: (string | number | boolean | null)[]) => csvText({ columns: [], rows: [row] }).split('\r\n')[1]

test('text that a spreadsheet would run gets a quote in front, regardless of its start', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\0', '\uff1d', '\uff0b', '\uff0d', '\uff20'])
    expect(csvText({ columns: [], rows: [[`${start}cmd`]] })).toBe(`\r\n"'${start}cmd"\r\n`)
})

test('numbers stay numbers, negative ones and large ones too', () => {
  expect(cells(-1, -0.5, 0, 1e21, 0.1 + 0.2, 123456789012)).toBe('-1,-0.5,0,1e+21,0.30000000000000004,123456789012')
})

test('null is empty, truth is a word, and text is quoted where it must be', () => {
  expect(cells(null, true, 'a,b', 'say "hi"', 'plain', "O'Hara")).toBe(',true,"a,b","say ""hi""",plain,"O\'Hara"')
  expect(csvText({ columns: ['a', 'b'], rows: [['two\nlines', '']] })).toBe('a,b\r\n"two\nlines",\r\n')
})

test('numbers keep their precision beside quoted text and null', () => {
  const rows = [['Plain, "quoted"', 1.23456789, null]] as const
  expect(csvText({ columns: ['a', 'b', 'c'], rows })).toBe('a,b,c\r\n"Plain, ""quoted""",1.23456789,\r\n')
})

test('no cell runs as a formula', () => {
  expect(csvText({ columns: ['a'], rows: [['=1+1'], ['+44'], [-3]] })).toBe(`a\r\n"'=1+1"\r\n"'+44"\r\n-3\r\n`)
})

test('blanks in front do not arm a formula', () => {
  for (const blank of [' ', '  ', '\u00a0', '\n'])
    expect(csvText({ columns: [], rows: [[`${blank}=cmd`]] })).toBe(`\r\n"'${blank}=cmd"\r\n`)
  expect(cells(' plain')).toBe(' plain')
})

describe('for people', () => {
  const table = {
    columns: ['placement_name', 'impressions', 'ctr_pct', 'total_revenue'],
    rows: [
      ['Home "hero"', 1200, 2.5, '12.50'],
      ['=cmd', null, -0.5, '-3'],
    ],
    total: ['All placements', 1200, 2.5, '9.50'],
  }

  test('a file has a byte-order mark and quoted text; numbers and money stay numbers', () => {
    expect(csvText(table, { reader: 'excel' })).toBe(
      '\ufeff"placement_name","impressions","ctr_pct","total_revenue"\r\n' +
        '"Home ""hero""",1200,2.5,12.50\r\n"\'=cmd",,-0.5,-3\r\n',
    )
  })

  test('where a decimal comma is usual, semicolons separate cells', () => {
    const [, first, second] = csvText(table, { reader: 'excel_comma' }).split('\r\n')
    expect([first, second]).toEqual(['"Home ""hero""";1200;2,5;12,50', `"'=cmd";;-0,5;-3`])
  })

  test('a name that looks like an amount is still text', () => {
    const named = { columns: ['merchant_name'], rows: [['12.50']] }
    expect(csvText(named, { reader: 'excel_comma' })).toBe('\ufeff"merchant_name"\r\n"12.50"\r\n')
  })

  test('the total comes first, and only on request', () => {
    expect(csvText(table, { withTotal: true }).split('\r\n')[1]).toBe('All placements,1200,2.5,9.50')
    expect(csvText(table)).not.toContain('All placements')
  })
})

describe('a part of the rows', () => {
  const rows = [[1], [2]]
  test.each([
    [{ rows }, null, 'dead-letters.csv'],
    [{ rows, of: 2 }, null, 'dead-letters.csv'],
    [{ rows, of: 1234 }, 'First 2 of 1,234 rows.', 'dead-letters_first-2-of-1234.csv'],
    [{ rows, of: null }, 'First 2 rows; there are more.', 'dead-letters_first-2.csv'],
  ])('%j says %j', (part, words, file) => {
    expect(partWords(part)).toBe(words)
    expect(fileName({ name: 'dead-letters', ...part }, 'csv')).toBe(file)
    const lines = csvText({ columns: ['n'], ...part }, { reader: 'excel' })
      .trimEnd()
      .split('\r\n')
    expect(lines.at(-1)).toBe(words === null ? '2' : `"${words}"`)
    expect(csvText({ columns: ['n'], ...part })).toBe('n\r\n1\r\n2\r\n')
  })
})
