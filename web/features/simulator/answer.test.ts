import { expect, test } from 'vitest'
import type { Simulation } from '../../lib/endpoints.ts'
import { adviceOf, answerOf } from './answer.ts'

function simulation(change: Partial<Simulation['data']>): Simulation {
  const data = {
    ...{ goal: 50_000, delivered: 50_000, shortfall: 0, fewer_for_30pct: 0 },
    delivery_feasibility: 'Feasible (30% allocation)',
    displaced_commission: { low: '300.00', mid: '314.00', high: '400.00' },
    delivered_price: '5000.00',
    ...change,
  }
  return { data, meta: { currency: 'GBP' } } as unknown as Simulation
}

test('says whether it fits, and compares cost and budget', () => {
  expect(answerOf(simulation({}))).toEqual({
    lead: 'Yes: 50.0k impressions fit.',
    rest: 'They cost £5,000.00 and displace about £314.00 of commission.',
  })
  expect(answerOf(simulation({ displaced_commission: null })).rest).toBe(
    'They cost £5,000.00; the commission they displace is not known yet.',
  )
  expect(answerOf(simulation({ delivery_feasibility: 'Not Feasible', delivered: 0 }))).toEqual({
    lead: 'No: 0 of 50.0k impressions fit.',
    rest: '',
  })
})

test('names one way to a safer deal, if there is one', () => {
  expect(adviceOf(simulation({}))).toBeNull()
  expect(adviceOf(simulation({ fewer_for_30pct: 1200 }))).toBe('To stay within 30%, sell at most 48,800.')
  expect(adviceOf(simulation({ fewer_for_30pct: 50_000, delivery_feasibility: 'Not Feasible' }))).toBe(
    'Other placements or later days may have room.',
  )
})
