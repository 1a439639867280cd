import { expect, test } from 'vitest'
import { describeFunnel, funnelSteps } from './funnel.ts'

const NEEDED = { min_impressions: 5, min_clicks: 100 }

test('widths follow the square root, rates are between the steps', () => {
  const steps = funnelSteps({
    impressions: 10_000,
    clicks: 100,
    conversions: 4,
    ctr_pct: 1,
    click_cvr_pct: 4,
    ...NEEDED,
  } as never)
  expect(steps.map(({ width }) => width)).toEqual([1, 0.1, 0.02])
  expect(describeFunnel(steps)).toBe(
    '10,000 impressions, 100 clicks (1.00% are clicked), 4 conversions (4.0% of clicks sell)',
  )
})

test('an empty step is 0 with no rate below it', () => {
  const steps = funnelSteps({
    impressions: 5,
    clicks: 0,
    conversions: 0,
    ctr_pct: 0,
    click_cvr_pct: null,
    ...NEEDED,
  } as never)
  expect(steps[1]).toMatchObject({ count: 0, width: 0, rate: { value: '0.00%' } })
  expect(steps[2]!.rate!.value).toBe('–')
})

test('too few impressions or clicks have no rate, in the steps and in the sentence', () => {
  const counts = { impressions: 4, clicks: 2, conversions: 2, ctr_pct: 50, click_cvr_pct: 100, ...NEEDED }
  const steps = funnelSteps(counts as never)
  expect(steps.map(({ rate }) => rate?.value)).toEqual([undefined, '–', '–'])
  expect(describeFunnel(steps)).toBe('4 impressions, 2 clicks, 2 conversions')
})
