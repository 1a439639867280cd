import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moneyText, parseMoney } from '../money.ts'
import { blendedCpm, firstRates, priceCpc, priceCpi, shareOf, wholeOf } from './pricing.ts'
import { priceOfUnits } from './rules.ts'

const SEED = { base: parseMoney('8.50'), factor: 1.3, highPct: 40 }

test('the premium is charged on the high-value share: 20,000 buy 2,100,840 impressions at a CPM of 9.52', () => {
  expect(moneyText(blendedCpm(SEED), 'GBP')).toBe('9.52')
  const price = priceCpi(parseMoney('20000'), SEED, 'GBP')!
  expect(price).toMatchObject({ units: 2_100_840, unitsAtBase: 2_352_941 })
  expect(moneyText(price.price, 'GBP')).toBe('20000.00')
  expect(
    price.lines.map((line) => [line.pct, line.units, moneyText(line.cpm, 'GBP'), moneyText(line.price, 'GBP')]),
  ).toEqual([
    [40, 840_336, '11.05', '9285.71'],
    [60, 1_260_504, '8.50', '10714.29'],
  ])
  expect(shareOf(price.units, 70)).toBe(1_470_588)
})

test('20,000 buy 57,142 clicks at 0.35, for which 2,285,680 impressions are expected', () => {
  const price = priceCpc(parseMoney('20000'), parseMoney('0.35'), 'GBP')!
  expect([price.units, moneyText(price.price, 'GBP')]).toEqual([57_142, '19999.70'])
  expect(wholeOf(price.units, 2.5)).toBe(2_285_680)
})

test('currencies without decimals and with three have list prices of about the same value', () => {
  expect([firstRates('JPY').base_cpm, firstRates('JPY').base_cpc]).toEqual(['850', '35'])
  expect(firstRates('KWD').base_cpm).toBe('2.550')
  const yen = priceCpi(parseMoney('3000000'), { ...SEED, base: parseMoney('850') }, 'JPY')!
  expect([moneyText(yen.unitPrice, 'JPY'), yen.units, moneyText(yen.price, 'JPY')]).toEqual([
    '952',
    3_151_260,
    '3000000',
  ])
})

test('nothing is quoted for a budget that buys no unit, or more units than can be counted', () => {
  expect(priceCpi(0n, SEED, 'GBP')).toBeNull()
  expect(priceCpc(parseMoney('0.34'), parseMoney('0.35'), 'GBP')).toBeNull()
  expect(priceCpi(parseMoney('1000000000000'), SEED, 'GBP')).toBeNull()
  expect(priceCpc(parseMoney('1'), 0n, 'GBP')).toBeNull()
  expect(wholeOf(1, 0)).toBeNull()
})

const rates = fc.record({
  base: fc.bigInt(1n, 5_000_000n),
  factor: fc.integer({ min: 1000, max: 50_000 }).map((n) => n / 10_000),
  highPct: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
})

test('a quote never costs more than the budget, its lines add up, and a package of its units has its price', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 9n), rates, fc.constantFrom('GBP', 'JPY', 'KWD'), (minor, chosen, currency) => {
      const budget = minor * { GBP: 100n, JPY: 10_000n, KWD: 10n }[currency]!
      const price = priceCpi(budget, chosen, currency)
      if (price === null) return
      expect(price.price).toBeLessThanOrEqual(budget)
      expect(price.price).toBe(priceOfUnits('CPI', price.unitPrice, price.units, currency))
      expect(price.lines.reduce((sum, line) => sum + line.units, 0)).toBe(price.units)
      expect(price.lines.reduce((sum, line) => sum + line.price, 0n)).toBe(price.price)
      expect(priceOfUnits('CPI', price.unitPrice, price.units + 1, currency)).toBeGreaterThanOrEqual(price.price)
    }),
  )
})
