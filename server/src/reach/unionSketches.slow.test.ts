import { describe, expect, test } from 'vitest'
import { addCounts, EMPTY_SKETCH, encodeSketch, HASH_SPACE, prefixBytes, SKETCH_K, type Sketch } from './sketch.ts'
import {
  extendUnion,
  frequencyBuckets,
  reachOf,
  type StoredSketch,
  unionInSteps,
  unionSketches,
  uniteToSketch,
} from './unionSketches.ts'
import { visitorShare } from './visitorShare.ts'

/** Seeded uniform numbers (mulberry32), so that the test is deterministic. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function hashes(random: () => number, users: number): Float64Array {
  return Float64Array.from(
    { length: users },
    () => Math.floor(random() * 2 ** 24) * 2 ** 24 + Math.floor(random() * 2 ** 24),
  )
}

/** Each of `seen` adds one impression. */
function sketchOf(seen: Iterable<number>): Sketch {
  const [sorted, counts]: [number[], number[]] = [[], []]
  for (const hash of Float64Array.from(seen).sort()) {
    if (sorted.at(-1) === hash) counts[counts.length - 1]!++
    else {
      sorted.push(hash)
      counts.push(1)
    }
  }
  const users = sorted.map((hash) => (isVisitor(hash) ? hash + HASH_SPACE : hash))
  return addCounts(EMPTY_SKETCH, users, counts)
}

/** Three in ten, regardless of their hash's size. */
function isVisitor(hash: number): boolean {
  return (hash & 1023) < 307
}

function stored(sketch: Sketch, entries = SKETCH_K): StoredSketch {
  const bytes = encodeSketch(sketch)
  return { bytes: bytes.subarray(0, prefixBytes(entries)), theta: sketch.theta, total: bytes.length }
}

const reachOver = (sketches: readonly StoredSketch[]) => reachOf(unionSketches(sketches, { byCount: false }))

/** The share of trials in which the stated range contained the true number, and the mean relative error. */
function trials(n: number, run: (random: () => number) => { truth: number; reach: ReturnType<typeof reachOf> }) {
  let [held, bias] = [0, 0]
  for (let seed = 1; seed <= n; seed++) {
    const { truth, reach } = run(randomOf(seed))
    if (reach.low <= truth && truth <= reach.high) held++
    bias += (reach.users - truth) / truth / n
  }
  return { held: held / n, bias }
}

describe('reach', () => {
  test('is exact, with an empty range, up to k users', () => {
    for (const users of [0, 1, 100, SKETCH_K]) {
      const reach = reachOver([stored(sketchOf(hashes(randomOf(users + 1), users)))])
      expect(reach).toEqual({ users, exact: true, low: users, high: users })
    }
  })

  test('is stated as an estimate from k + 1 users on', () => {
    const reach = reachOver([stored(sketchOf(hashes(randomOf(9), SKETCH_K + 1)))])
    expect(reach.exact).toBe(false)
    expect(reach.low).toBeLessThanOrEqual(SKETCH_K + 1)
    expect(reach.high).toBeGreaterThanOrEqual(SKETCH_K + 1)
  })

  test.each([
    { users: 10_000, n: 300 },
    { users: 100_000, n: 100 },
  ])('of $users users lies in its stated range in about 95 of 100 trials, and is not biased', ({ users, n }) => {
    const { held, bias } = trials(n, (random) => ({
      truth: users,
      reach: reachOver([stored(sketchOf(hashes(random, users)))]),
    }))
    expect(held).toBeGreaterThan(0.91)
    expect(held).toBeLessThan(0.99)
    expect(Math.abs(bias)).toBeLessThan(0.005)
  })

  test('over 14 days counts a returning user once, from whole sketches and from their beginnings', () => {
    for (const entries of [SKETCH_K, 180]) {
      const { held, bias } = trials(60, (random) => {
        const population = hashes(random, 12_000)
        const seen = new Set<number>()
        const days = Array.from({ length: 14 }, () => {
          const today = population.filter(() => random() < 0.25)
          for (const user of today) seen.add(user)
          return stored(sketchOf(today), entries)
        })
        return { truth: seen.size, reach: reachOver(days) }
      })
      expect(held).toBeGreaterThan(0.88)
      expect(Math.abs(bias)).toBeLessThan(0.01)
    }
  })

  test('over small and large cells together holds the truth', () => {
    const { held } = trials(100, (random) => {
      const all = hashes(random, 30_000)
      const parts = [all.slice(0, 30), all.slice(20, 3000), all.slice(100)]
      return { truth: new Set(all).size, reach: reachOver(parts.map((part) => stored(sketchOf(part)))) }
    })
    expect(held).toBeGreaterThan(0.88)
  })

  test('after users were taken away is that of the users who are left', () => {
    const { held } = trials(100, (random) => {
      const all = hashes(random, 20_000)
      const gone = [...all.slice(0, 5000)].sort((a, b) => a - b)
      const sketch = addCounts(
        sketchOf(all),
        gone,
        gone.map(() => -1),
      )
      return { truth: 15_000, reach: reachOver([stored(sketch)]) }
    })
    expect(held).toBeGreaterThan(0.88)
  })
})

describe('frequency', () => {
  test('puts each number of impressions into its bucket', () => {
    const counts = [1, 2, 3, 4, 5, 9, 10, 19, 20, 49, 50, 1000]
    const seen = counts.flatMap((count, user) => Array.from({ length: count }, () => user))
    const buckets = frequencyBuckets(unionSketches([stored(sketchOf(seen))], { byCount: true }))
    expect(buckets.map(({ bucket, users }) => [bucket, users])).toEqual([
      ['1', 1],
      ['2', 1],
      ['3-4', 2],
      ['5-9', 2],
      ['10-19', 2],
      ['20-49', 2],
      ['50+', 2],
    ])
  })

  test('adds the impressions of a user over days and placements before choosing a bucket', () => {
    const days = [[1, 1, 2], [1, 3], [3]].map((seen) => stored(sketchOf(seen)))
    const { byCount } = unionSketches(days, { byCount: true })
    expect(Object.fromEntries(byCount)).toEqual({ 1: 1, 2: 1, 3: 1 })
  })

  test('of 50,000 users is estimated within a few percent of each bucket', () => {
    const random = randomOf(5)
    const seen = [...hashes(random, 50_000)].flatMap((user) =>
      Array.from({ length: 1 + Math.floor(random() * 4) }, () => user),
    )
    const buckets = frequencyBuckets(unionSketches([stored(sketchOf(seen))], { byCount: true }))
    expect(buckets[0]!.share).toBeCloseTo(0.25, 1)
    expect(buckets[2]!.share).toBeCloseTo(0.5, 1)
    expect(buckets.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 9)
  })

  test('of nobody is 0 users and no share', () => {
    const buckets = frequencyBuckets(unionSketches([], { byCount: true }))
    expect(new Set(buckets.map(({ users, share }) => `${users} ${share}`))).toEqual(new Set(['0 null']))
  })
})

test('a union of more entries than the shared table holds is that of all of them', () => {
  const random = randomOf(3)
  const days = Array.from({ length: 12 }, () => stored(sketchOf(hashes(random, 1500))))
  const { low, high } = reachOver(days)
  expect(low).toBeLessThanOrEqual(18_000)
  expect(high).toBeGreaterThanOrEqual(18_000)
})

describe('the same people', () => {
  /** Their days: each person on one day at least. */
  const daysOf = (random: () => number, people: Float64Array, days: number) =>
    Array.from({ length: days }, (_, day) => people.filter((_, i) => i % days === day || random() < 0.2))

  test('have one reach, in any spread over days and any order of union', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed)
      const people = hashes(random, 1500 + Math.floor(random() * (seed % 2 ? 1500 : 20_000)))
      const reach = reachOver([stored(sketchOf(people))])
      expect(reach.exact).toBe(people.length <= SKETCH_K)
      const days = daysOf(random, people, 2 + Math.floor(random() * 12)).map((day) => stored(sketchOf(day)))
      expect(reachOver(days)).toEqual(reach)
      const cutAt = Math.floor(random() * days.length)
      const [past, more] = [days.slice(0, cutAt), days.slice(cutAt)]
      expect(reachOf(extendUnion(uniteToSketch(past), more))).toEqual(reach)
      expect(reachOf(unionInSteps([more, past], { byCount: false })[1]!)).toEqual(reach)
    }
  })

  test('have one share of visitors: counted when the people are, else a sample that holds the truth 95 times in 100', () => {
    let held = 0
    const rounds = 200
    for (let seed = 1; seed <= rounds; seed++) {
      const random = randomOf(seed)
      const people = hashes(random, seed % 4 === 0 ? 1800 : 2100 + Math.floor(random() * 12_000))
      const truth = people.filter(isVisitor).length / people.length
      const share = visitorShare(unionSketches([stored(sketchOf(people))], { byCount: false }))!
      const days = daysOf(random, people, 3).map((day) => stored(sketchOf(day)))
      for (const union of [
        unionSketches(days, { byCount: true }),
        extendUnion(uniteToSketch(days.slice(0, 2)), days.slice(2)),
        unionInSteps([days.slice(0, 1), days.slice(1)], { byCount: false })[1]!,
      ])
        expect(visitorShare(union)).toEqual(share)
      if (people.length <= SKETCH_K) expect(share).toEqual({ share: truth, low: truth, high: truth })
      else if (share.low <= truth && truth <= share.high) held++
    }
    expect(held / (rounds * 0.75)).toBeGreaterThan(0.9)
    expect(visitorShare(unionSketches([], { byCount: false }))).toBeNull()
  })

  test('and more are never fewer: gross is at least net', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = randomOf(seed)
      const net = hashes(random, 1900 + Math.floor(random() * 400))
      const flagged = hashes(random, Math.floor(random() * 300))
      const [a, b] = [stored(sketchOf(net)), stored(sketchOf(flagged))]
      expect(reachOver([a, b]).users).toBeGreaterThanOrEqual(reachOver([a]).users)
    }
  })

  test('are in one bucket each: the buckets add up to the reach', () => {
    for (const users of [0, 7, 2048, 2049, 2600, 41_003]) {
      const random = randomOf(users)
      const seen = [...hashes(random, users)].flatMap((user) =>
        Array.from({ length: 1 + Math.floor(random() * 12) }, () => user),
      )
      const union = unionSketches([stored(sketchOf(seen))], { byCount: true })
      const inBuckets = frequencyBuckets(union).reduce((sum, bucket) => sum + bucket.users, 0)
      expect(inBuckets).toBe(reachOf(union).users)
    }
  })
})

describe('a union kept as a sketch', () => {
  /** Days whose people overlap, whole or only their heads, some empty. */
  const daysOf = (seed: number) => {
    const random = randomOf(seed)
    const people = hashes(random, 50 + Math.floor(random() * 6000))
    return Array.from({ length: Math.floor(random() * 6) }, () => {
      const seen = Array.from(
        { length: Math.floor(random() * 5000) },
        () => people[Math.floor(random() ** 2 * people.length)]!,
      )
      return stored(sketchOf(seen), random() < 0.5 ? SKETCH_K : 1 + Math.floor(random() * 300))
    })
  }

  test('merges like the sketches it is of: people, limit and counts', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const [past, more] = [daysOf(seed), daysOf(seed + 1000)]
      const kept = [uniteToSketch(past), ...more]
      const { isLarge: _, ...whole } = unionSketches([...past, ...more], { byCount: true })
      expect(unionSketches(kept, { byCount: true })).toMatchObject(whole)
    }
  })

  test('extended by others holds as many people below the same limit as the union of all', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const [past, more] = [daysOf(seed), daysOf(seed + 1000)]
      const { isLarge: _, ...whole } = unionSketches([...past, ...more], { byCount: false })
      expect(extendUnion(uniteToSketch(past), more)).toMatchObject(whole)
    }
  })
})
