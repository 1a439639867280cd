import { createPackage } from '@bx/contracts/endpoints/packages'
import { expect, test } from 'vitest'
import { changesIn } from '../../lib/changesIn.ts'
import {
  adjustmentOf,
  type Draft,
  draftFrom,
  draftOf,
  emptyDraft,
  priceOf,
  problemsIn,
  termsOf,
  withType,
} from './draft.ts'
import { testPackage } from './testPackage.ts'

const filled: Draft = {
  ...emptyDraft('2026-12-01'),
  name: 'Winter sun',
  merchant: 'tern',
  units: '1.5M',
  unitPrice: '7',
}

test('a filled form is a request that the contract accepts', () => {
  expect(problemsIn(filled, 'GBP')).toEqual({})
  const terms = termsOf(filled, 'GBP')
  expect(terms).toMatchObject({ guaranteed_units: 1_500_000, unit_price: '7', price: '10500.00', placements: [] })
  const body = { ...terms, merchant_id: 'tern', package_type: 'CPI' }
  expect(createPackage.body.safeParse(body).success).toBe(true)
})

test('the price is exact in the decimals of the currency, and unknown without units or a price', () => {
  expect(priceOf({ ...filled, units: '333', unitPrice: '0.05' }, 'GBP')).toBe('0.02')
  expect(priceOf({ ...filled, units: '1,001', unitPrice: '1,500' }, 'JPY')).toBe('1502')
  expect(priceOf({ ...filled, units: '' }, 'GBP')).toBeNull()
  expect(priceOf({ ...filled, unitPrice: 'seven' }, 'GBP')).toBeNull()
})

test('each field that is no number is named', () => {
  const typed = { ...filled, units: '1.5', unitPrice: '-1', cap: 'many', name: ' ', merchant: null, dailyCap: '9e99' }
  expect(Object.keys(problemsIn(typed, 'GBP')).sort()).toEqual([
    ...['cap_units', 'daily_cap_units', 'guaranteed_units', 'merchant_id', 'package_name', 'unit_price'],
  ])
  expect(problemsIn({ ...filled, placements: ['a'], each: {} }, 'GBP')).toHaveProperty('placements')
  expect(problemsIn({ ...withType(filled, 'CPA'), units: '', creditDays: '0' }, 'GBP')).toHaveProperty(
    'credit_window_days',
  )
})

test('a package that is opened and not changed sends nothing; a changed goal alone is sent', () => {
  const sold = testPackage({ status: 'live', po_number: 'PO 7' })
  const [opened, now] = [draftOf(sold), { ...draftOf(sold), units: '1.2M' }]
  expect(changesIn(termsOf(opened, 'GBP'), termsOf(draftOf(sold), 'GBP'))).toBeNull()
  expect(changesIn(adjustmentOf(opened, 'GBP'), adjustmentOf(now, 'GBP'))).toEqual({ goal_units: 1_200_000 })
})

test('a link fills in what is valid', () => {
  const link = new URLSearchParams(
    'merchant=tern&units=90000&unit_price=7.5&from=2026-12-10&to=2026-12-31&placements=a,b',
  )
  expect(draftFrom(link, '2026-12-01')).toMatchObject({
    ...{ merchant: 'tern', units: '90000', unitPrice: '7.5', start: '2026-12-10', end: '2026-12-31' },
    placements: ['a', 'b'],
  })
  const forged = new URLSearchParams('units=1e9&unit_price=x&from=2026-12-31&to=2026-12-10&placements=,,')
  expect(draftFrom(forged, '2026-12-01')).toEqual(emptyDraft('2026-12-01'))
})
