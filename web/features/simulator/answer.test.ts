import { expect, test } from 'vitest'
import type { Simulation } from '../../lib/endpoints.ts'
import { adviceOf, answerOf } from './answer.ts'

function simulation(change: Partial<Simulation['data']>): Simulation {
  const data = {
    ...{ goal: 50_000, delivered: 50_000, shortfall: 0, fewer_for_30pct: 0 },
    delivery_feasibility: 'Feasible (30% allocation)',
    displaced_commission: { low: '300.00', mid: '314.00', high: '400.00' },
    deal: { budget: '5000.00' },
    ...change,
  }
  return { data, meta: { currency: 'GBP' } } as unknown as Simulation
}

test('says whether it fits, and compares cost and budget', () => {
  expect(answerOf(simulation({}))).toEqual({
    lead: 'Yes: 50.0k impressions fit.',
    rest: 'It displaces about £314.00 of commission, against a budget of £5,000.00.',
  })
  expect(answerOf(simulation({ displaced_commission: null })).rest).toBe(
    'How much commission it displaces is not known yet; the budget is £5,000.00.',
  )
  expect(answerOf(simulation({ delivery_feasibility: 'Not Feasible', delivered: 0 }))).toEqual({
    lead: 'No: 0 of 50.0k impressions could be delivered.',
    rest: '',
  })
})

test('names one way to a safer deal, if there is one', () => {
  expect(adviceOf(simulation({}))).toBeNull()
  expect(adviceOf(simulation({ fewer_for_30pct: 1200 }))).toBe('1,200 fewer impressions keep it within 30%.')
  expect(adviceOf(simulation({ fewer_for_30pct: 50_000, delivery_feasibility: 'Not Feasible' }))).toBe(
    'Other placements or later days may have room.',
  )
})
