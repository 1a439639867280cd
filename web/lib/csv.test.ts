import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

test('numbers keep their precision, null is empty, and text is quoted where it must be', () => {
  const rows = [['Plain, "quoted"', 1.23456789, null]] as const
  expect(csvText({ columns: ['a', 'b', 'c'], rows })).toBe('a,b,c\r\n"Plain, ""quoted""",1.23456789,\r\n')
})

test('no cell runs as a formula', () => {
  expect(csvText({ columns: ['a'], rows: [['=1+1'], ['+44'], [-3]] })).toBe(`a\r\n"'=1+1"\r\n"'+44"\r\n-3\r\n`)
})
