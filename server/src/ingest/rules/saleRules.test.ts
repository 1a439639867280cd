import type { Conversion } from '@bx/contracts/events/conversion'
import { expect, test } from 'vitest'
import { saleRules } from './saleRules.ts'

const RULES = saleRules({ currency: 'IDR', maxAmount: 1e12, receivedAt: Date.parse('2026-12-01T12:00:00Z') })

function codesOf(sale: Partial<Conversion>): (string | undefined)[] {
  const whole = {
    currency: 'IDR',
    order_amount: '1',
    commission_amount: '1',
    status: 'confirmed',
    ...sale,
  } as Conversion
  return RULES.flatMap(({ check }) => check(whole)?.code ?? [])
}

test('an order of 10^12 units is accepted where MAX_AMOUNT allows it', () => {
  expect(codesOf({ order_amount: '1000000000000' })).toEqual([])
  expect(codesOf({ order_amount: '1000000000000.0001' })).toEqual(['amount_too_large'])
})

test('a commission that attribution could not share exactly is refused, not cut', () => {
  expect(codesOf({ commission_amount: '900719925474' })).toEqual([])
  expect(codesOf({ commission_amount: '900719925475' })).toEqual(['amount_too_large'])
})
