import { expect, test } from 'vitest'
import { withOther } from './BarList.tsx'

const bars = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `p${i}`, value: i + 1 }))

test('up to twelve bars stand by themselves, largest first', () => {
  expect(withOther(bars(12)).map(({ value }) => value)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
})

test('more become eleven and the rest, and nothing is lost', () => {
  const shown = withOther(bars(20))
  expect(shown).toHaveLength(12)
  expect(shown.at(-1)).toMatchObject({ name: 'Other, 9', isOther: true })
  expect(shown.reduce((sum, { value }) => sum + value, 0)).toBe(210)
})
