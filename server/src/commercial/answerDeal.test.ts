import { simulate } from '@bx/contracts/endpoints/simulate'
import { addMoney, parseMoney } from '@bx/contracts/money'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../lib/clock.ts'
import { answerDeal, type DealFacts } from './answerDeal.ts'
import { forecastPlacement } from './forecastPlacement.ts'

// The answer as a whole, from any history, anything sold and any goal.

const HISTORY = { start: '2026-10-05', end: '2026-11-22' }
const DEAL = { start: '2026-11-24', end: '2026-12-07' }

const placement = fc.record({
  counts: fc.array(fc.nat(50_000), { maxLength: 49 }),
  renders: fc.option(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 49 })),
  commission: fc.nat(900_000),
  slots: fc.nat(12),
  sold: fc.nat(200_000),
  own: fc.nat(200_000),
  eligible: fc.boolean(),
})

const facts = fc
  .record({ placements: fc.array(placement, { maxLength: 6 }), goal: fc.integer({ min: 1, max: 2_000_000 }) })
  .map(({ placements, goal }): DealFacts => {
    const idOf = (i: number) => `p${i}`
    return {
      input: {
        ...{ budget: '100', currency: 'GBP', requested_impressions: goal, merchant_id: null, placement_ids: [] },
        ...{ start_date: DEAL.start, end_date: DEAL.end },
      },
      merchant: null,
      forecasts: placements.map((one, i) =>
        forecastPlacement({
          placement: { placementId: idOf(i), key: idOf(i), name: idOf(i), tier: 'standard' },
          history: {
            // A new placement: its history begins late and ends like the others'.
            impressions: { start: addDays(HISTORY.end, 1 - one.counts.length), counts: one.counts },
            renders: { start: HISTORY.start, counts: one.renders ?? [] },
            flagged: 0,
          },
          ...{ slots: one.slots, commissionOn: () => one.commission, deal: DEAL, closedTo: '2026-11-15' },
        }),
      ),
      eligible: new Set(placements.flatMap(({ eligible }, i) => (eligible ? [idOf(i)] : []))),
      sold: new Map(placements.map(({ sold, own }, i) => [idOf(i), { all: sold, ofMerchant: Math.min(own, sold) }])),
      history: HISTORY,
      meta: {
        ...{
          ...HISTORY,
          time_zone: 'UTC',
          traffic: 'net',
          complete_to: '2026-11-23T12:00:00Z',
          attributed_to: '2026-11-23T12:00:00Z',
          answered_at: '2026-11-23T12:00:00Z',
          waiting: 0,
          set_aside: null,
        },
        ...{ unfinished_day: null, compare: null, not_compared: null, sampling: null, currency: 'GBP' },
      },
    }
  })

test('everything adds up, fits the contract and stays within its bounds', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { data } = simulate.response.parse(answerDeal(given))
      const chosen = data.rows.filter(({ eligible }) => eligible)
      const sum = (value: (row: (typeof chosen)[number]) => number) => chosen.reduce((n, row) => n + value(row), 0)
      expect(data.goal).toBe(data.delivered + data.shortfall)
      expect(data.delivered).toBe(sum((row) => row.allocated_impressions))
      for (const key of ['possible', 'competing', 'available', 'available_30pct', 'sold'] as const)
        expect(data[key]).toBe(sum((row) => row[key]))
      for (const key of ['capacity', 'renders'] as const)
        for (const end of ['low', 'mid', 'high'] as const) expect(data[key][end]).toBe(sum((row) => row[key][end]))
      const unknown = chosen.filter((row) => row.displaced_commission === null)
      expect(data.displaced_commission === null).toBe(unknown.length > 0)
      for (const row of unknown) expect(row.history_days).toBeLessThan(8)
      for (const row of data.rows) expect(row.monthly_cpa_revenue === null).toBe(row.history_days < 8)
      const monthly = chosen.flatMap((row) => row.monthly_cpa_revenue ?? [])
      expect(data.monthly_cpa_revenue && parseMoney(data.monthly_cpa_revenue)).toBe(
        monthly.length === 0 ? null : addMoney(monthly.map(parseMoney)),
      )
      for (const part of [data, ...data.rows]) {
        expect(part.possible).toBe(part.available + part.competing)
        expect([part.competing >= 0, part.risk_score >= 0, part.risk_score <= 100]).toEqual([true, true, true])
      }
      for (const row of data.rows)
        expect(row.allocated_impressions).toBeLessThanOrEqual(row.eligible ? row.available : 0)
      expect(data.shortfall > 0).toBe(data.delivery_feasibility === 'Not Feasible')
      expect(data.daily.reduce((n, { mid }) => n + mid, 0)).toBe(data.capacity.mid)
    }),
    { numRuns: 150 },
  )
})
