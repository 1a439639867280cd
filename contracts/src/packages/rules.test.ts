import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMoney } from '../money.ts'
import { priceOfUnits, problemsOf, type Terms } from './rules.ts'
import { MAX_UNITS } from './values.ts'

const DAY = 86_400_000
const terms: Terms = {
  type: 'CPI',
  goal: 600_000,
  contracted: 600_000,
  unitPrice: parseMoney('8.50'),
  price: parseMoney('5100'),
  basis: 'in_view',
  buffer: 0,
  cap: null,
  dailyCap: null,
  placementUnits: [],
  start: 0,
  end: 30 * DAY,
  days: 30,
  creditModel: null,
  creditWindowDays: null,
  billedStatus: null,
}
const codes = (change: Partial<Terms>, currency = 'GBP') =>
  problemsOf({ ...terms, ...change }, currency).map(({ field, code }) => `${field} ${code}`)
const cpa: Partial<Terms> = {
  ...({ type: 'CPA', basis: 'conversion', unitPrice: parseMoney('4'), creditModel: 'decisive_touch' } as const),
  ...{ creditWindowDays: 7, billedStatus: 'confirmed' },
}

describe('the price of a package', () => {
  test('is unit price × units, or it is refused with the difference', () => {
    expect(codes({})).toEqual([])
    expect(problemsOf({ ...terms, price: parseMoney('5100.01') }, 'GBP')).toEqual([
      {
        ...{ field: 'price', code: 'price_differs' },
        message: 'The units cost 5100.00 at this unit price; the difference is 0.01',
      },
    ])
  })

  test('is rounded once, to the smallest unit that the currency has', () => {
    // 4,999.9975
    expect(priceOfUnits('CPI', parseMoney('8.50'), 588_235, 'GBP')).toBe(parseMoney('5000'))
    expect(priceOfUnits('CPI', parseMoney('850'), 588_235, 'JPY')).toBe(parseMoney('500000'))
    expect(priceOfUnits('CPI', parseMoney('0.5'), 1, 'KWD')).toBe(parseMoney('0.001'))
    expect(priceOfUnits('CPC', parseMoney('0.3333'), 3, 'GBP')).toBe(parseMoney('1'))
  })

  test('has no more decimals than the currency', () => {
    expect(codes({ price: parseMoney('5100.001') })).toEqual(['price too_many_decimals'])
    expect(codes({ price: parseMoney('5100.5'), unitPrice: parseMoney('8.5008') }, 'JPY')).toEqual([
      'price too_many_decimals',
    ])
  })

  test('of any units is at most half of the smallest unit from the exact product', () => {
    const currency = fc.constantFrom('GBP', 'JPY', 'KWD', 'CLF')
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 16n), fc.integer({ min: 1, max: MAX_UNITS }), currency, (unit, units, code) => {
        const step = { GBP: 100n, JPY: 10_000n, KWD: 10n, CLF: 1n }[code]!
        const error = priceOfUnits('CPI', unit, units, code) * 1000n - unit * BigInt(units)
        expect((error < 0n ? -error : error) * 2n).toBeLessThanOrEqual(step * 1000n)
      }),
    )
  })

  test('belongs to guaranteed units', () => {
    expect(codes({ ...cpa, goal: null, contracted: null, price: null })).toEqual([])
    expect(codes({ ...cpa, goal: null, contracted: null })).toEqual(['price price_without_units'])
    expect(codes({ ...cpa, price: null })).toEqual(['price price_without_units'])
    expect(codes({ goal: null, contracted: null, price: null })).toEqual(['guaranteed_units units_missing'])
  })
})

describe('the terms of a package', () => {
  test('end after they start, within 400 days', () => {
    expect(codes({ end: 0 })).toEqual(['end_date end_before_start'])
    expect(codes({ days: 400 })).toEqual([])
    expect(codes({ days: 401 })).toEqual(['end_date flight_too_long'])
  })

  test('have a buffer of at most 20% and a cap that leaves room for it', () => {
    expect(codes({ buffer: 120_000 })).toEqual([])
    expect(codes({ buffer: 120_001 })).toEqual(['buffer_units buffer_too_large'])
    expect(codes({ buffer: 100, cap: 600_100 })).toEqual([])
    expect(codes({ buffer: 100, cap: 600_099 })).toEqual(['cap_units cap_below_goal'])
    expect(codes({ ...cpa, goal: null, contracted: null, price: null, buffer: 1 })).toEqual([
      'buffer_units buffer_without_goal',
    ])
  })

  test('have a daily cap with which the goal can be reached', () => {
    expect([codes({ dailyCap: 20_000 }), codes({ dailyCap: 19_999 })]).toEqual([
      [],
      ['daily_cap_units daily_cap_too_low'],
    ])
  })

  test('give units to all placements or to none, and they are the goal', () => {
    expect(codes({ placementUnits: [null, null] })).toEqual([])
    expect(codes({ placementUnits: [200_000, 400_000] })).toEqual([])
    expect(codes({ placementUnits: [200_000, null] })).toEqual(['placements units_of_some'])
    expect(codes({ placementUnits: [200_000, 400_001] })).toEqual(['placements units_differ'])
  })

  test('are billed by what the type is sold by; CPA needs its credit rules, the others have none', () => {
    expect(codes({ basis: 'viewable' })).toEqual([])
    expect(codes({ basis: 'click' })).toEqual(['billing_basis basis_of_other_type'])
    expect(codes({ ...cpa, price: parseMoney('2400000') })).toEqual([])
    expect(codes({ ...cpa, price: parseMoney('2400000'), creditModel: null, creditWindowDays: null })).toEqual([
      'credit_model credit_missing',
      'credit_window_days credit_missing',
    ])
    expect(codes({ billedStatus: 'confirmed' })).toEqual(['billed_status credit_not_used'])
  })
})
