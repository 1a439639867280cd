import { expect, test } from 'vitest'
import { money } from './money.ts'
import { parseNumber } from './parseNumber.ts'

test.each([
  ['1500000', 1_500_000],
  ['1,500,000', 1_500_000],
  ['1.5M', 1_500_000],
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

test('money has no decimals from 1,000 up, unless it must be exact', () => {
  const gbp = { code: 'GBP', digits: 2 }
  expect([money(314_049, gbp), money(314_049, gbp, true), money(99_900, gbp), money(null, gbp)]).toEqual([
    '£3,140',
    '£3,140.49',
    '£999.00',
    '–',
  ])
  expect(money(1200, { code: 'JPY', digits: 0 })).toBe('JP¥1,200')
})
