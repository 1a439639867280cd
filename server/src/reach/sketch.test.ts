import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addCounts,
  decodeSketch,
  EMPTY_SKETCH,
  encodeSketch,
  HASH_SPACE,
  SKETCH_K,
  type Sketch,
  VISITOR_BIT,
} from './sketch.ts'

/** Distinct users by number of impressions, added `size` at a time as a worker would. */
function build(users: ReadonlyMap<number, number>, k = SKETCH_K, size = 1000): Sketch {
  let sketch = EMPTY_SKETCH
  const entries = [...users]
  for (let i = 0; i < entries.length; i += size) {
    const part = entries.slice(i, i + size).sort(([a], [b]) => a - b)
    const [hashes, counts] = [part.map(([hash]) => hash), part.map(([, count]) => count)]
    sketch = addCounts(sketch, hashes, counts, k)
  }
  return sketch
}

/** What a sketch must hold: the k smallest hashes with their counts, and the next one as theta. */
function bottom(users: ReadonlyMap<number, number>, k: number) {
  const sorted = [...users].sort(([a], [b]) => a - b)
  return { entries: sorted.slice(0, k), theta: sorted[k]?.[0] ?? HASH_SPACE }
}

function entriesOf({ hashes, counts }: Sketch): [number, number][] {
  return [...hashes].map((hash, i) => [hash, counts[i]!])
}

const hash = fc.integer({ min: 0, max: 400 })
const users = fc
  .array(fc.tuple(hash, fc.integer({ min: 1, max: 5 })), { maxLength: 120 })
  .map((pairs) => new Map(pairs))

describe('addCounts(sketch, hashes, counts)', () => {
  test('keeps the k smallest hashes, in portions of any size', () => {
    fc.assert(
      fc.property(users, fc.integer({ min: 1, max: 40 }), (world, size) => {
        const sketch = build(world, 16, size)
        const { entries, theta } = bottom(world, 16)
        expect({ entries: entriesOf(sketch), theta: sketch.theta }).toEqual({ entries, theta })
      }),
    )
  })

  test('adds up the impressions of a user who comes again', () => {
    fc.assert(
      fc.property(users, users, (first, second) => {
        const both = new Map(first)
        for (const [user, count] of second) both.set(user, (both.get(user) ?? 0) + count)
        const again = [...second].sort(([a], [b]) => a - b)
        const sketch = addCounts(
          build(first, 16),
          again.map(([user]) => user),
          again.map(([, count]) => count),
          16,
        )
        expect(entriesOf(sketch)).toEqual(bottom(both, 16).entries)
      }),
    )
  })

  test('forgets a user whose last impression is taken away, and lowers the count of others', () => {
    fc.assert(
      fc.property(users, hash, (world, gone) => {
        const before = build(world, 16)
        const after = addCounts(before, [gone], [-1], 16)
        const wanted = entriesOf(before)
          .map(([user, count]): [number, number] => [user, user === gone ? count - 1 : count])
          .filter(([, count]) => count > 0)
        expect(entriesOf(after)).toEqual(wanted)
        expect(after.theta).toBe(before.theta)
      }),
    )
  })

  test('stops counting one user at 32,767 instead of starting from 0 again', () => {
    const sketch = addCounts(addCounts(EMPTY_SKETCH, [7], [32_760]), [7], [10])
    expect([...sketch.counts]).toEqual([32_767])
  })

  test('keeps who is a visitor, regardless of what is added to or taken from the count', () => {
    const [visitor, member] = [HASH_SPACE + 7, 9]
    let sketch = addCounts(EMPTY_SKETCH, [visitor, member], [2, 40_000])
    expect([...sketch.counts]).toEqual([VISITOR_BIT | 2, 32_767])
    sketch = addCounts(sketch, [visitor, member], [40_000, -1])
    expect([...sketch.counts]).toEqual([VISITOR_BIT | 32_767, 32_766])
    sketch = addCounts(sketch, [3, visitor], [1, -32_767])
    expect(entriesOf(sketch)).toEqual([
      [3, 1],
      [9, 32_766],
    ])
  })
})

test('a sketch survives being written and read, up to the largest hash and count', () => {
  const sketch = addCounts(EMPTY_SKETCH, [0, 255, 2 ** 32, 2 * HASH_SPACE - 1], [1, 256, 32_767, 3])
  expect(decodeSketch(encodeSketch(sketch), sketch.theta)).toEqual(sketch)
})

test('the beginning of a stored sketch is the sketch of its smallest users', () => {
  const world = new Map(Array.from({ length: 500 }, (_, i) => [i * 1000, 1 + (i % 3)]))
  const bytes = encodeSketch(build(world))
  const head = decodeSketch(bytes.subarray(0, 160 * 8), HASH_SPACE)
  expect(entriesOf(head)).toEqual(bottom(world, 160).entries)
})
