import { expect, test } from 'vitest'
import { parseMoney } from './money.ts'
import { showMoney, showRate, showTick } from './showMoney.ts'

const shown = (text: string, currency: string) => showMoney(parseMoney(text), currency).replace('\u00a0', ' ')
const rate = (text: string, currency: string) => showRate(parseMoney(text), currency).replace('\u00a0', ' ')

test('sums have the decimals of their currency', () => {
  expect(shown('1284.5', 'GBP')).toBe('£1,284.50')
  expect(shown('1284.5', 'JPY')).toBe('¥1,285')
  expect(shown('1284.5', 'ISK')).toBe('kr 1,285')
  expect(shown('1284.5', 'KWD')).toBe('KWD 1,284.500')
  expect(shown('1284.5', 'HUF')).toBe('Ft 1,284.50')
  expect(shown('0.3333', 'GBP')).toBe('£0.33')
  expect(shown('-1.5', 'GBP')).toBe('\u2212£1.50')
})

test('sums beyond 2^53 keep their digits', () => {
  expect(shown('1234567890123456789.99', 'GBP')).toBe('£1,234,567,890,123,456,789.99')
})

test('rates keep three digits where the currency has room for them', () => {
  expect(['15.32', '0.4621', '0.0462', '0'].map((text) => rate(text, 'GBP'))).toEqual([
    ...['£15.32', '£0.462', '£0.0462', '£0.00'],
  ])
  expect(['2310.4', '23.14', '2.3142'].map((text) => rate(text, 'JPY'))).toEqual(['¥2,310', '¥23.1', '¥2.31'])
  expect(['5.1234', '0.0512'].map((text) => rate(text, 'KWD'))).toEqual(['KWD 5.123', 'KWD 0.0512'])
})

test('an axis has few digits, in the decimals of its currency', () => {
  const ticks = (currency: string) =>
    [0, 2.5, 50, 2500, 16_000, 999_960, 1_250_000, 3e9, 4e12].map((n) => showTick(n, currency).replace('\u00a0', ' '))
  expect(ticks('GBP')).toEqual([...['£0', '£2.50', '£50.00', '£2,500', '£16k', '£1M', '£1.25M', '£3bn', '£4tn']])
  expect(ticks('KWD').slice(0, 4)).toEqual(['KWD 0', 'KWD 2.500', 'KWD 50.000', 'KWD 2,500'])
  expect(ticks('JPY').slice(2, 5)).toEqual(['¥50', '¥2,500', '¥16k'])
})
