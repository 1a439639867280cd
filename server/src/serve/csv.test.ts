import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

const cells = (...row: (string | number | boolean | null)[]) => csvText({ columns: [], rows: [row] }).split('\r\n')[1]

test('text that a spreadsheet would run gets a quote in front, whatever it begins with', () => {
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
