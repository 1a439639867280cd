import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amount, exactDecimal } from './amount.ts'

test.each([
  ['12.34', '12.34'],
  ['12.340000', '12.34'],
  ['00012.5', '12.5'],
  ['1e3', '1000'],
  ['1E+3', '1000'],
  ['1.5e-3', '0.0015'],
  ['1e12', '1000000000000'],
  ['0.1e13', '1000000000000'],
  ['999999999999.9999', '999999999999.9999'],
  ['-0', '0'],
  ['-0.00', '0'],
])('%s is exact: %s', (text, decimal) => {
  expect(exactDecimal(text)).toBe(decimal)
})

test.each([
  [0.1 + 0.2, '0.3'],
  [1.1 * 3, '3.3'],
  [0.7 + 0.1, '0.8'],
  [1.005 * 1000, '1005'],
  [1005.45 * 3, '3016.35'],
  [0.1 + 0.2 - 0.3, '0'],
  [0.3 - 0.1 - 0.2, '0'],
  [-0, '0'],
  [999_999_999_999.1234, '999999999999.1234'],
])('the tail of a binary fraction is rounded off: %d', (number, decimal) => {
  expect(amount.parse(number)).toBe(decimal)
  expect(amount.parse(String(number))).toBe(decimal)
})

test.each([
  ...[
    '12.34567',
    '0.00005',
    '1e-7',
    '-1',
    '-0.01',
    '1,5',
    '1.234,50',
    '',
    ' ',
    ' 1',
    '1 ',
    '.5',
    '5.',
    '+5',
    '£5',
    '0x10',
  ],
  ...['NaN', 'Infinity', '1e999', '1e13', '1000000000000.0001', '10000000000000', '0.12345000000000001', '１'],
  ...[12.34567, 1e21, -1, 1e-7],
])('%s is refused, and named', (value) => {
  const { error } = amount.safeParse(value)
  expect(error?.issues[0]?.message).toMatch(/^expected an amount .+; got /)
  expect(error?.issues[0]?.message).toContain(String(value).slice(0, 40))
})

test('sums and products of amounts in binary fractions are read as the exact decimal', () => {
  const cents = fc.integer({ min: 0, max: 100_000_000 })
  fc.assert(
    fc.property(cents, cents, fc.integer({ min: 1, max: 50 }), (a, b, times) => {
      expect(amount.parse(a / 100 + b / 100)).toBe(decimalOf(a + b))
      expect(amount.parse((a / 100) * times)).toBe(decimalOf(a * times))
    }),
    { numRuns: 5000 },
  )
})

function decimalOf(cents: number): string {
  return (BigInt(cents) * 100n)
    .toString()
    .padStart(5, '0')
    .replace(/(\d{4})$/, '.$1')
    .replace(/\.?0+$/, '')
}
