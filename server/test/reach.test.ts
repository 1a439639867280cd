import { beforeAll, expect, test } from 'vitest'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../src/facts/sumIds.ts'
import type { Days } from '../src/lib/clock.ts'
import { readUnions, type Unions } from '../src/query/reach.ts'
import { readSnapshot } from '../src/query/snapshot.ts'
import { DaySketchMemory } from '../src/reach/daySketchMemory.ts'
import type { ReachQuestion } from '../src/reach/reachQuestion.ts'
import { addCounts, EMPTY_SKETCH, encodeSketch } from '../src/reach/sketch.ts'
import { reachOf, type Union } from '../src/reach/unionSketches.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

// The same people have the same reach, for any range and any earlier reads.

const PLACEMENT = '00000000-0000-4000-8000-000000000200'
const MERCHANT = '00000000-0000-4000-8000-000000000100'
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`
const days = (from: number, to: number): Days => ({ start: day(from), end: day(to) })
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  for (let n = 1; n <= 20; n++) {
    await insert(day(n), false, n <= 10 ? 900 : 4000)
    await insert(day(n), true, 50)
  }
})

/** People of a day: of a pool that is four times as large; flagged ones are others. */
async function insert(on: string, flagged: boolean, people: number): Promise<void> {
  const users = Array.from({ length: people * 4 }, (_, i) => hashOf(flagged ? -i - 1 : i)).filter(
    (_, i) => hashOf(i + Number(on.slice(8)) * 7919) % 4 === 0,
  )
  const sorted = Float64Array.from(users).sort()
  const { theta, ...sketch } = addCounts(EMPTY_SKETCH, [...sorted], Array(sorted.length).fill(1))
  const bytes = encodeSketch({ ...sketch, theta })
  for (const [merchant, placement] of [
    [ALL_MERCHANTS, PLACEMENT],
    [ALL_MERCHANTS, ALL_PLACEMENTS],
    [MERCHANT, ALL_PLACEMENTS],
  ] as const)
    await database.owner`insert into reach_daily (merchant_id, placement_id, day, flagged, theta, sketch)
      values (${merchant}, ${placement}, ${on}, ${flagged}, ${theta}, ${bytes})`
}

/** 48 bits of any number (splitmix64). */
function hashOf(n: number): number {
  let x = BigInt.asUintN(64, BigInt(n) * 0x9e3779b97f4a7c15n + 0x1234567n)
  x = BigInt.asUintN(64, (x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n)
  x = BigInt.asUintN(64, (x ^ (x >> 27n)) * 0x94d049bb133111ebn)
  return Number((x ^ (x >> 31n)) & 0xffff_ffff_ffffn)
}

async function unions(question: Partial<ReachQuestion> & { days: Days }, memory?: DaySketchMemory) {
  return readSnapshot(database.app, (tx) =>
    readUnions(tx, { merchantId: ALL_MERCHANTS, gross: false, ...question }, memory),
  )
}

const sizeOf = (union: Union) => reachOf(union)
const whole = (found: ReadonlyMap<string, Unions>, key: string) => sizeOf(found.get(key)!.whole)

test.each([
  [days(1, 7), 'exact or close to it'],
  [days(11, 17), 'estimated'],
  [days(8, 13), 'of both'],
])('of %j is one number, asked as a range, a part, a period before, or a merchant', async (asked) => {
  const memory = new DaySketchMemory()
  const expected = whole(await unions({ days: asked }), PLACEMENT)
  const wider = { start: day(1), end: day(20) }
  for (let turn = 0; turn < 3; turn++) {
    for (const kept of [undefined, memory]) {
      expect(whole(await unions({ days: asked }, kept), PLACEMENT)).toEqual(expected)
      expect(whole(await unions({ days: asked, isCompared: true }, kept), PLACEMENT)).toEqual(expected)
      const part = (await unions({ days: wider, part: asked, frequency: turn === 1 }, kept)).get(PLACEMENT)!.part
      expect(sizeOf(part)).toEqual(expected)
      const ofMerchant = await unions({ merchantIds: [MERCHANT], days: asked }, kept)
      expect(whole(ofMerchant, MERCHANT)).toEqual(expected)
    }
  }
})

test('with invalid traffic is at least that without', async () => {
  for (let from = 1; from < 20; from++) {
    const asked = days(from, Math.min(20, from + 3))
    const [net, gross] = [await unions({ days: asked }), await unions({ days: asked, gross: true })]
    expect(whole(gross, PLACEMENT).users).toBeGreaterThanOrEqual(whole(net, PLACEMENT).users)
  }
})
