import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalsOf, roughly } from './currencies.ts'
import {
  addMoney,
  estimatedMoney,
  LARGEST_AMOUNT,
  moneyText,
  parseMoney,
  perThousand,
  roundMoney,
  unitsOf,
} from './money.ts'

// Every currency whose ISO 4217 decimals are not 2, and some where Intl differs.
const CURRENCIES = ['GBP', 'JPY', 'ISK', 'KRW', 'UGX', 'CLP', 'KWD', 'BHD', 'TND', 'CLF', 'HUF', 'IDR', 'COP', 'MGA']
const currency = fc.constantFrom(...CURRENCIES)
/** Sums of thousands of the largest amounts, far above 2^53. */
const money = fc.bigInt({ min: -LARGEST_AMOUNT * 10_000n, max: LARGEST_AMOUNT * 10_000n })

test('currencies have the decimals of ISO 4217, independent of the run-time', () => {
  expect(Object.fromEntries(CURRENCIES.map((code) => [code, decimalsOf(code)]))).toEqual({
    ...{ JPY: 0, ISK: 0, KRW: 0, UGX: 0, CLP: 0, KWD: 3, BHD: 3, TND: 3, CLF: 4 },
    ...{ GBP: 2, HUF: 2, IDR: 2, COP: 2, MGA: 2 },
  })
})

test('money survives writing and reading, in any currency and of any size', () => {
  fc.assert(
    fc.property(money, currency, (value, code) => {
      const text = moneyText(value, code)
      expect(parseMoney(text)).toBe(value)
      expect(text).toMatch(/^-?\d+(\.\d{1,4})?$/)
      expect((text.split('.')[1] ?? '').length).toBeGreaterThanOrEqual(decimalsOf(code))
    }),
  )
})

test('an amount has the decimals of its currency, and more only where it is finer', () => {
  const texts = (value: bigint) => ['GBP', 'JPY', 'KWD', 'CLF'].map((code) => moneyText(value, code))
  expect(texts(12_500_000n)).toEqual(['1250.00', '1250', '1250.000', '1250.0000'])
  expect(texts(3333n)).toEqual(['0.3333', '0.3333', '0.3333', '0.3333'])
  expect(texts(-15_000n)).toEqual(['-1.50', '-1.5', '-1.500', '-1.5000'])
  expect(texts(0n)).toEqual(['0.00', '0', '0.000', '0.0000'])
})

test.each(['', '1e3', '1.23456', '1,000', '.5', '5.', '+1', '١', 'NaN', '0x10', ' 1'])('%j is no money', (text) => {
  expect(() => parseMoney(text)).toThrow(RangeError)
})

test('parts add up to their total, to the last digit', () => {
  fc.assert(
    fc.property(fc.array(money, { maxLength: 50 }), currency, (parts, code) => {
      const sent = parts.map((part) => moneyText(part, code))
      expect(addMoney(sent.map(parseMoney))).toBe(parts.reduce((sum, part) => sum + part, 0n))
    }),
  )
})

test('half is rounded away from zero', () => {
  const rounded = (text: string, places: number) => moneyText(roundMoney(parseMoney(text), places), 'JPY')
  expect([rounded('0.5', 0), rounded('-0.5', 0), rounded('1.4999', 0), rounded('2.5', 0)]).toEqual([
    '1',
    '-1',
    '1',
    '3',
  ])
  expect([rounded('1.005', 2), rounded('1.0049', 2), rounded('12.3456', 4)]).toEqual(['1.01', '1', '12.3456'])
  fc.assert(
    fc.property(money, fc.nat(4), (value, places) => {
      const step = 10n ** BigInt(4 - places)
      const error = 2n * (roundMoney(value, places) - value)
      expect(roundMoney(value, places) % step).toBe(0n)
      expect(error <= step && error >= -step).toBe(true)
    }),
  )
})

test('a rate per 1,000 is exact before it is rounded', () => {
  expect(perThousand(parseMoney('10.001'), 20)).toBe(parseMoney('500.05'))
  expect(perThousand(LARGEST_AMOUNT * 1000n, 3)).toBe((LARGEST_AMOUNT * 1_000_000n + 1n) / 3n)
  expect(perThousand(parseMoney('1'), 0)).toBeNull()
})

test('an estimate is a whole number of the smallest unit; a drawn amount is close', () => {
  expect(['GBP', 'JPY', 'KWD'].map((code) => moneyText(estimatedMoney(12_345_678.9, code), code))).toEqual([
    ...['1234.57', '1235', '1234.568'],
  ])
  expect(unitsOf(parseMoney('1234.5678'))).toBe(1234.5678)
})

test('the defaults of an installation suit the size of its currency', () => {
  expect(['EUR', 'JPY', 'KWD', 'IDR', 'CLF', 'XTS'].map((code) => roughly(15, code))).toEqual([
    ...['15', '1500', '4.5', '450000', '0.45', '15'],
  ])
  fc.assert(fc.property(currency, (code) => parseMoney(roughly(1_000_000, code)) <= LARGEST_AMOUNT))
})
