import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CountedExposure, exposureDelta } from '../facts/delta.ts'
import { packageDeltas } from '../facts/packages/packageDelta.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS, UNKNOWN_PACKAGE } from '../facts/sumIds.ts'
import { userNumber } from '../facts/userNumber.ts'
import { partsOf } from './partsOf.ts'

// Every cell of one round against a count by hand of the same rows.

const row = fc
  .record({
    day: fc.constantFrom('2026-11-21', '2026-11-22'),
    clock: fc.constantFrom('09', '10', '11'),
    merchantNo: fc.nat(2),
    placementId: fc.constantFrom('p1', 'p2'),
    sessionId: fc.constantFrom('s1', 's2'),
    userId: fc.constantFrom('00000000-0001-8000-8000-000000000000', '00000000-0002-8000-8000-000000000000'),
    rank: fc.constantFrom(null, 0, 3),
    viewable: fc.constantFrom(null, true, false),
    flagged: fc.boolean(),
    sampleRate: fc.constantFrom(null, 1, 0.5),
    packageId: fc.constantFrom('k1', 'k2'),
    packageVerdict: fc.constantFrom(null, 'counted', 'counted', 'after_end', 'unknown_package'),
    sign: fc.constantFrom(1, 1, -1),
  })
  .map(({ clock, ...rest }): CountedExposure => {
    return {
      ...rest,
      hour: `${rest.day}T${clock}:00:00Z`,
      merchantId: `m${rest.merchantNo}`,
      sign: rest.sign as 1 | -1,
    }
  })

test('every cell of a round is what counting its rows by hand gives', () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), (batches) => {
      const rows = batches.flat()
      const [totals, ...others] = partsOf(batches.map((batch) => ({ exposures: exposureDelta(batch) })))
      expect(others).toEqual([])
      const { hours, placementDays, days, reach, slots, events, removedUsers } = totals!
      expect(events).toBe(rows.length)
      expect(counted(hours, (c) => `${c.placement} ${c.hour} ${c.day} ${c.flagged}`)).toEqual(
        sums(rows, (r) => `${r.placementId} ${r.hour} ${r.day} ${r.flagged}`),
      )
      expect(counted(placementDays, (c) => `${c.placement} ${c.day} ${c.flagged}`)).toEqual(
        sums(rows, (r) => `${r.placementId} ${r.day} ${r.flagged}`),
      )
      expect(counted(days, (c) => `${c.merchant} ${c.placement} ${c.day} ${c.flagged}`)).toEqual(
        sums(rows, (r) => `${r.merchantId} ${r.placementId} ${r.day} ${r.flagged}`),
      )
      expect(people(reach)).toEqual(naivePeople(rows))
      const added = rows.filter(({ sign }) => sign === 1)
      expect(setsOf(placementDays, (c) => `${c.placement} ${c.day} ${c.flagged}`)).toEqual(
        naiveSets(added, (r) => `${r.placementId} ${r.day} ${r.flagged}`),
      )
      expect(setsOf(slots, (c) => `${c.session} ${c.placement} ${c.day}`)).toEqual(
        naiveSets(
          added.filter(({ flagged }) => !flagged),
          (r) => `${r.sessionId} ${r.placementId} ${r.day}`,
        ),
      )
      expect([...removedUsers].sort()).toEqual(
        unique(rows.filter(({ sign }) => sign === -1).map(({ userId }) => userId)),
      )
    }),
    { numRuns: 300 },
  )
})

test('reports of renders and outcomes are added by their own keys', () => {
  const render = (slots: number) => ['p1', '2026-11-22', 'sdk', 1, slots, slots - 1] as const
  const outcome = (reason: string, n: number) =>
    ['2026-11-22T10:00:00Z', 'k', 'exposure', 'rejected', reason, n] as const
  const [totals] = partsOf([
    { renders: [render(4), render(6)], outcomes: [outcome('a', 1)] },
    { renders: [['p1', '2026-11-22', 'server', 2, 8, 8]], outcomes: [outcome('a', 2), outcome('b', 5)] },
  ])
  expect(totals!.renders).toEqual([
    ['p1', '2026-11-22', 'sdk', 2, 10, 8],
    ['p1', '2026-11-22', 'server', 2, 8, 8],
  ])
  expect(totals!.outcomes).toEqual([outcome('a', 3), outcome('b', 5)])
})

type Named<T> = (one: T) => string

function counted<C extends { readonly counters: readonly number[] }>(cells: readonly C[], nameOf: Named<C>) {
  const named = new Map(cells.map((cell) => [nameOf(cell), [...cell.counters]]))
  expect(named.size, 'each cell once').toBe(cells.length)
  return named
}

/** [impressions, viewable, not viewable, sum of ranks, ranks, sampled, weight] */
function sums(rows: readonly CountedExposure[], nameOf: Named<CountedExposure>) {
  const found = new Map<string, number[]>()
  for (const [name, group] of Map.groupBy(rows, nameOf)) {
    const sum = (of: (one: CountedExposure) => number) =>
      group.reduce((total, one) => total + (one.sign ?? 1) * of(one), 0)
    const isSampled = ({ sampleRate }: CountedExposure) => sampleRate === 0.5
    found.set(name, [
      sum(() => 1),
      sum(({ viewable }) => Number(viewable === true)),
      sum(({ viewable }) => Number(viewable === false)),
      sum(({ rank }) => rank ?? 0),
      sum(({ rank }) => Number(rank !== null)),
      sum((one) => Number(isSampled(one))),
      sum((one) => (isSampled(one) ? 2 : 1)),
    ])
  }
  return found
}

interface Reach {
  readonly merchant: string
  readonly placement: string
  readonly day: string
  readonly flagged: boolean
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

function people(cells: readonly Reach[]) {
  const named = new Map(
    cells.map((c) => [
      `${c.merchant} ${c.placement} ${c.day} ${c.flagged}`,
      { added: c.added.toSorted(), removed: c.removed.toSorted() },
    ]),
  )
  expect(named.size, 'each cell once').toBe(cells.length)
  return named
}

/** By placement and merchant, by merchant, by placement, and over all. */
function naivePeople(rows: readonly CountedExposure[]) {
  const found = new Map<string, { added: number[]; removed: number[] }>()
  for (const { merchantId, placementId, day, flagged, userId, sign } of rows)
    for (const merchant of [merchantId, ALL_MERCHANTS])
      for (const placement of [placementId, ALL_PLACEMENTS]) {
        const name = `${merchant} ${placement} ${day} ${flagged}`
        const cell = found.get(name) ?? { added: [], removed: [] }
        cell[sign === -1 ? 'removed' : 'added'].push(userNumber(userId))
        found.set(name, cell)
      }
  return new Map(
    [...found].map(([name, { added, removed }]) => [name, { added: added.sort(), removed: removed.sort() }]),
  )
}

function setsOf<C extends { readonly merchants: ReadonlySet<number> }>(cells: readonly C[], nameOf: Named<C>) {
  return new Map(
    cells.filter(({ merchants }) => merchants.size > 0).map((cell) => [nameOf(cell), [...cell.merchants].sort()]),
  )
}

function naiveSets(rows: readonly CountedExposure[], nameOf: Named<CountedExposure>) {
  return new Map(
    [...Map.groupBy(rows, nameOf)].map(([name, group]) => [name, unique(group.map(({ merchantNo }) => merchantNo))]),
  )
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)].sort()
}

test('packages count their stamped rows by hour, placement and verdict, and the people of those that count', () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), (batches) => {
      const rows = batches.flat().filter(({ packageVerdict }) => packageVerdict !== null)
      const [totals] = partsOf(batches.map((batch) => ({ packages: packageDeltas(batch) })))
      const nameOf = (one: CountedExposure) =>
        [
          ...[one.packageVerdict === 'unknown_package' ? UNKNOWN_PACKAGE : one.packageId, one.hour, one.day],
          ...[one.placementId, one.packageVerdict, one.flagged ? 1 : 0],
        ].join(' ')
      const wanted = [...Map.groupBy(rows, nameOf)].map(([name, same]) => {
        const sum = (of: (one: CountedExposure) => number) => same.reduce((n, one) => n + one.sign! * of(one), 0)
        const people = (sign: number) =>
          same
            .filter((one) => one.packageVerdict === 'counted' && !one.flagged && one.sign === sign)
            .map(({ userId }) => userNumber(userId))
        return [name, sum(() => 1), sum(({ viewable }) => (viewable ? 1 : 0)), people(1), people(-1)]
      })
      const found = totals!.packages.map((one) => [
        one.key.join(' '),
        one.impressions,
        one.viewable,
        one.added,
        one.removed,
      ])
      expect(found).toEqual(wanted)
    }),
  )
})
