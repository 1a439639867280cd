import { expect, test } from 'vitest'
import { lagBucket } from './lagBucket.ts'

const DAY = 86_400
const HALF_DAY = DAY / 2
const TIMES = Array.from({ length: 40_000 }, (_, i) =>
  i < 5000 ? i : Math.round(5000 + ((i - 5000) / 35_000) ** 2 * 400 * DAY),
)

test('a bucket is at most 2 % wide, begins where its shortest time does, and never crosses 12 hours', () => {
  const wrong = TIMES.filter((seconds) => {
    const from = lagBucket(seconds)
    const isNarrow = from <= seconds && seconds - from <= from * 0.02
    return !isNarrow || lagBucket(from) !== from || Math.floor(from / HALF_DAY) !== Math.floor(seconds / HALF_DAY)
  })
  expect(wrong).toEqual([])
})

test('400 days are fewer than 1,500 buckets', () => {
  expect(new Set(TIMES.map(lagBucket)).size).toBeLessThan(1500)
})
