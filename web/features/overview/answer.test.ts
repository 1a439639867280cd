import { expect, test } from 'vitest'
import type { CommercialOverview } from '../../lib/endpoints.ts'
import { answerOf, shareOf } from './answer.ts'

const overview = (data: object) => ({ data, meta: { currency: 'GBP' } }) as CommercialOverview

test('says what is booked, delivered and at risk', () => {
  const sold = { sold_packages: 3, booked: '400.00', delivered: '100.00', at_risk: '30.00', at_risk_packages: 1 }
  expect(answerOf(overview(sold))).toEqual({
    lead: '£400.00 booked in 3 packages, £100.00 delivered (25.0%).',
    rest: '£30.00 at risk in 1 package.',
  })
  expect(answerOf(overview({ ...sold, at_risk_packages: 0 })).rest).toBe('Nothing is at risk.')
  expect(answerOf(overview({ sold_packages: 0 })).lead).toBe('Nothing is sold on these days.')
})

test('a share of nothing is unknown', () => {
  expect([shareOf('1.00', '4.00'), shareOf('0.00', '0.00')]).toEqual([0.25, null])
})
