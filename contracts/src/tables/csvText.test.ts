import { expect, test } from 'vitest'
import { csvText } from './csvTable.ts'

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
