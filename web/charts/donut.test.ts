import { expect, test } from 'vitest'
import { donut } from './donut.ts'
import { testColours } from './testColours.ts'

interface Slice {
  name: string
  value: number
  itemStyle: { color: string; opacity: number }
}
const slicesOf = (other: number, active: number | null) =>
  (
    donut(
      {
        slices: [
          { name: 'A', impressions: 6 },
          { name: 'B', impressions: 3 },
        ],
        other,
        active,
      },
      testColours,
    ) as { series: { data: Slice[] }[] }
  ).series[0]!.data

test('colour depth shows the rank, and the rest is grey and last', () => {
  expect(slicesOf(1, null).map(({ name, itemStyle }) => [name, itemStyle.color])).toEqual([
    ['A', 'rank 1'],
    ['B', 'rank 2'],
    ['Other', 'other'],
  ])
  expect(slicesOf(0, null).length).toBe(2)
})

test('the focused slice is highlighted', () => {
  expect(slicesOf(1, 1).map(({ itemStyle }) => itemStyle.opacity)).toEqual([0.35, 1, 0.35])
})
