import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { exposureDelta } from '../facts/delta.ts'
import { MAX_SUM } from '../lib/saturate.ts'
import { partsOf } from './partsOf.ts'

const IDS = Array.from({ length: 9 }, () => randomUUID())

/** Exposures of some placements, merchants, sessions and days. */
const deltaOf = (events: number) => ({
  exposures: exposureDelta(
    Array.from({ length: events }, (_, i) => ({
      hour: `2026-11-2${i % 3}T10:00:00Z`,
      day: `2026-11-2${i % 3}`,
      placementId: IDS[i % 4]!,
      merchantId: IDS[i % 9]!,
      merchantNo: i % 9,
      sessionId: IDS[i % 5]!,
      userId: IDS[i % 7]!,
      rank: i,
      viewable: true,
      flagged: i % 2 === 0,
      sampleRate: null,
      packageId: null,
      packageVerdict: null,
    })),
  ),
  outcomes: [['2026-11-22T10:00:00Z', 'k', 'exposure', 'stored', '', events] as const],
})

test('deltas that name too much for one number per cell are split, and count the same', () => {
  const deltas = [deltaOf(50), deltaOf(37)]
  const [whole, ...none] = partsOf(deltas)
  expect(none).toEqual([])
  const parts = partsOf(deltas, 60)
  expect(parts.length).toBeGreaterThan(2)
  const sum = (of: typeof parts, column: number) =>
    of.flatMap(({ days }) => days).reduce((all, { counters }) => all + counters[column]!, 0)
  for (const column of [0, 1, 3, 4]) expect(sum(parts, column)).toBe(sum([whole!], column))
  const outcomes = parts.flatMap((part) => part.outcomes).reduce((all, row) => all + row[5], 0)
  expect(outcomes).toBe(87)
})

test('what cannot be split further is an error, not a wrong figure', () => {
  expect(() => partsOf([deltaOf(1)], 1)).toThrow('cannot be split')
})

test('sums stop at the largest exact number', () => {
  const huge = { outcomes: [['2026-11-22T10:00:00Z', 'k', 'exposure', 'lost_on_device', 'stale', MAX_SUM] as const] }
  expect(partsOf([huge, huge])[0]!.outcomes[0]![5]).toBe(MAX_SUM)
})
