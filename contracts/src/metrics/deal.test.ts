import { describe, expect, test } from 'vitest'
import { allocated, feasibility } from './allocation.ts'
import { revenueAtRisk30 } from './revenueAtRisk.ts'
import { HIGH_RISK_SCORE, riskScore } from './riskScore.ts'
import { rpm } from './rpm.ts'

describe('what may be sold', () => {
  test('is a whole part of the capacity, never more', () => {
    expect([allocated(1000, 30), allocated(999, 30), allocated(0, 50)]).toEqual([300, 299, 0])
  })

  test('is feasible up to what 30 % leave, at high risk up to what 50 % leave', () => {
    expect([0, 300, 301, 500, 501].map((goal) => feasibility(goal, 300, 500))).toEqual([
      'Feasible (30% allocation)',
      'Feasible (30% allocation)',
      'Feasible (50% allocation - HIGH RISK)',
      'Feasible (50% allocation - HIGH RISK)',
      'Not Feasible',
    ])
  })
})

describe('the risk score', () => {
  const score = (change: Partial<Parameters<typeof riskScore>[0]>) =>
    riskScore({ paid: 0, ofMerchant: 0, capacityLow: 1000, rendersLow: 1000, ...change })

  test('is the larger of paid over half the impressions and the merchant over its renders', () => {
    expect(score({ paid: 250 })).toBe(50)
    expect(score({ paid: 250, ofMerchant: 700 })).toBe(70)
    expect(score({ paid: 400, ofMerchant: 700 })).toBe(80)
  })

  test('ends at 100', () => {
    expect([score({ paid: 500 }), score({ paid: 5000 })]).toEqual([100, 100])
  })

  test('of nothing promised is 0, and of any promise where nothing is expected 100', () => {
    expect(score({ capacityLow: 0, rendersLow: 0 })).toBe(0)
    expect(score({ paid: 1, capacityLow: 0 })).toBe(100)
    expect(score({ ofMerchant: 1, rendersLow: 0 })).toBe(100)
  })

  test('is high above 30 % of a weak period', () => {
    expect(HIGH_RISK_SCORE).toBe(60)
    expect(score({ paid: 300 })).toBe(HIGH_RISK_SCORE)
  })
})

describe('money', () => {
  test('RPM is commission for 1,000 impressions, rounded half away from zero, null without any', () => {
    expect(rpm(20_000n, 1000)).toBe(20_000n)
    expect(rpm(1n, 2000)).toBe(1n)
    expect(rpm(1n, 2001)).toBe(0n)
    expect(rpm(20_000n, 0)).toBeNull()
  })

  test('at risk are 30 % of a month’s commission, in whole units of what the currency has', () => {
    expect(revenueAtRisk30(600_000n, 'GBP')).toBe(180_000n)
    expect(revenueAtRisk30(600_100n, 'JPY')).toBe(180_000n)
    expect(revenueAtRisk30(600_200n, 'GBP')).toBe(180_100n)
  })
})
