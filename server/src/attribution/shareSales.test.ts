import { expect, test } from 'vitest'
import { shareSales } from './shareSales.ts'

const sold = (steps: readonly string[], conversions: number, commission: number) => {
  return { steps, journeys: conversions, conversions, commission }
}
const weight = (placement: string, conversions: number, commission: number) => ({ placement, conversions, commission })

test('sales and commission are shared out whole, each by its own weights; those without a touch stay apart', () => {
  const shared = shareSales(
    [sold(['a'], 2, 100), sold(['a', 'b'], 1, 1), sold([], 5, 77)],
    [weight('a', 3, 1), weight('b', 1, 1)],
  )
  expect(shared).toEqual({
    rows: [
      { placement_id: 'a', share: 0.75, conversions: 2.25, commission: 51 },
      { placement_id: 'b', share: 0.25, conversions: 0.75, commission: 50 },
    ],
    conversions: 3,
    commission: 101,
    unattributed: { conversions: 5, commission: 77 },
  })
})

test('of no sale nobody has a share', () => {
  expect(shareSales([sold([], 1, 9)], [weight('a', 1, 1)])).toEqual({
    rows: [{ placement_id: 'a', share: 0, conversions: 0, commission: 0 }],
    ...{ conversions: 0, commission: 0, unattributed: { conversions: 1, commission: 9 } },
  })
})
