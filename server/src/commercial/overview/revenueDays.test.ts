import { parseMoney } from '@bx/contracts/money'
import { billingOf } from '@bx/contracts/packages/billing'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { revenueDays } from './revenueDays.ts'

const terms = {
  ...({
    package_type: 'CPI',
    unit_price: parseMoney('8.5'),
    goal_units: 1000,
    buffer_units: 100,
    cap_units: null,
  } as const),
}

test('days add what they deliver, and nothing beyond goal and buffer', () => {
  const units = new Map([
    ['2026-11-03', 900],
    ['2026-11-01', 300],
    ['2026-11-02', 100],
  ])
  expect([...revenueDays(terms, units, 'GBP')]).toEqual([
    ['2026-11-01', parseMoney('2.55')],
    ['2026-11-02', parseMoney('0.85')],
    ['2026-11-03', parseMoney('5.95')],
  ])
})

test('days add up to the bill, in any currency', () => {
  const day = fc.integer({ min: 10, max: 30 }).map((n) => `2026-11-${n}`)
  const units = fc.uniqueArray(fc.tuple(day, fc.nat(500)), { selector: ([name]) => name })
  fc.assert(
    fc.property(units, fc.bigInt(0n, 10n ** 7n), fc.constantFrom('GBP', 'JPY', 'KWD'), (days, unit_price, currency) => {
      const delivered = days.reduce((sum, [, n]) => sum + n, 0)
      const added = [...revenueDays({ ...terms, unit_price }, new Map(days), currency).values()]
      const { billed } = billingOf(delivered, 1000, 100)
      expect(added.reduce((sum, one) => sum + one, 0n)).toBe(priceOfUnits('CPI', unit_price, billed, currency))
      for (const one of added) expect(one >= 0n).toBe(true)
    }),
  )
})
