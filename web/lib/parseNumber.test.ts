import { expect, test } from 'vitest'
import { parseNumber } from './parseNumber.ts'

test.each([
  ['1500000', 1_500_000],
  ['1,500,000', 1_500_000],
  ['1.5M', 1_500_000],
  ['1.1M', 1_100_000],
  ['20k', 20_000],
  [' 12 ', 12],
  ['.5', 0.5],
  ['99.95', 99.95],
  ['', null],
  ['.', null],
  ['1,50,000', null],
  ['12 apples', null],
  ['-3', null],
  ['1e9', null],
])('%j is read as %j', (text, number) => {
  expect(parseNumber(text)).toBe(number)
})
