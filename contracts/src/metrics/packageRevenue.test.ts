import { expect, test } from 'vitest'
import { parseMoney } from '../money.ts'
import { bestPackage, listPrices, packageRevenue } from './packageRevenue.ts'

const sample = { impressions: 10_000, clicks: 300, rpm: '4.00' }

test('1,000 impressions bring their price, the price of their clicks, or their commission', () => {
  expect(packageRevenue(sample, 'GBP')).toEqual({
    cpi: parseMoney('8.50'),
    cpc: parseMoney('10.50'),
    cpa: parseMoney('4.00'),
  })
  expect(packageRevenue({ ...sample, impressions: 0 }, 'GBP')).toBeNull()
  expect(listPrices('JPY')).toEqual({ cpm: '850', cpc: '35' })
})

test.each([
  ['cpc', 300, '4.00', 23.5],
  ['cpi', 100, '4.00', 112.5],
  ['cpa', 100, '17.00', 100],
  ['cpc', 250, '4.00', 2.9],
] as const)('%s leads with %i clicks and RPM %s by %d %%', (best, clicks, rpm, lead) => {
  const found = bestPackage(packageRevenue({ ...sample, clicks, rpm }, 'GBP')!)
  expect(found.best).toBe(best)
  expect(found.leadPct).toBeCloseTo(lead, 1)
})
