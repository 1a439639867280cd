import { expect, test } from 'vitest'
import { Choice, exponential, logNormal, poisson } from './distributions.ts'
import { hex64, uuidV4, uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import { Random, STREAMS } from './random.ts'

const DRAWS = 50_000
const seconds = (n: number) => Date.parse('2026-11-22T14:32:00Z') + n * 1000

test('the same name always gives the same stream, another name another one', () => {
  const draws = (seed: number, x: number, y = 0) => {
    const rng = new Random(seed, STREAMS.session, x, y)
    return [rng.bits(), rng.bits(), rng.bits()]
  }
  expect(draws(1, 2)).toEqual(draws(1, 2))
  const others = [draws(1, 2), draws(2, 2), draws(1, 3), draws(1, 2, 1), draws(1, 2 + 2 ** 32), draws(1 + 2 ** 32, 2)]
  expect(new Set(others.map(String)).size).toBe(others.length)
})

test('numbers of neighbouring streams are spread evenly over [0, 1)', () => {
  const tenths = new Array<number>(10).fill(0)
  for (let i = 0; i < DRAWS; i++) {
    const tenth = Math.floor(new Random(1, STREAMS.session, i).unit() * 10)
    tenths[tenth] = tenths[tenth]! + 1
  }
  // 5000 each; 5 standard deviations are 335.
  for (const count of tenths) expect(Math.abs(count - DRAWS / 10)).toBeLessThan(335)
})

test('distributions have the requested mean or median', () => {
  const rng = new Random(1, STREAMS.session)
  const draws = (draw: () => number) => Array.from({ length: DRAWS }, draw).sort((a, b) => a - b)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  for (const wanted of [0.05, 2, 29, 31, 400])
    expect(mean(draws(() => poisson(rng, wanted))) / wanted).toBeCloseTo(1, 1)
  expect(mean(draws(() => exponential(rng, 7)))).toBeCloseTo(7, 0)
  expect(draws(() => logNormal(rng, 5, 1.6))[DRAWS / 2]).toBeCloseTo(5, 0)
})

test('more volume never means fewer sessions for the same draw', () => {
  for (let i = 0; i < 1000; i++) {
    const counts = [0.1, 1, 5, 25, 60, 300].map((mean) => poisson(new Random(1, STREAMS.session, i), mean))
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  }
})

test('a weighted choice follows its weights and never picks a weight of 0', () => {
  const choice = new Choice([1, 0, 3, 6])
  const rng = new Random(1, STREAMS.session)
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < DRAWS; i++) counts[choice.pick(rng)]!++
  expect(counts[1]).toBe(0)
  expect(counts.map((count) => Math.round((count / DRAWS) * 10))).toEqual([1, 0, 3, 6])
})

test('ids have the format of their version, and a UUIDv7 contains its time', () => {
  const rng = new Random(1, STREAMS.session)
  const ms = seconds(5) + 123
  expect(uuidV4(rng)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(hex64(rng)).toMatch(/^[0-9a-f]{64}$/)
  const id = uuidV7(rng, ms)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(ms)
  expect(new Set(Array.from({ length: DRAWS }, () => uuidV7(rng, ms))).size).toBe(DRAWS)
})

test('isoTime gives the same text as Date, in any order of minutes', () => {
  for (const ms of [seconds(5) + 123, seconds(59) + 999, seconds(0), seconds(-1), seconds(86_400 * 40) + 7, 0]) {
    expect(isoTime(ms)).toBe(new Date(ms).toISOString())
  }
})
