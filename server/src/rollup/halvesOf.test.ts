import { expect, test } from 'vitest'
import { exposureDelta } from '../facts/delta.ts'
import { halvesOf, keepExposures } from './halvesOf.ts'
import { partsOf } from './partsOf.ts'

const row = (i: number) => ({
  ...{
    hour: `2026-11-2${i % 3}T10:00:00Z`,
    day: `2026-11-2${i % 3}`,
    placementId: `p${i % 2}`,
    merchantId: `m${i % 4}`,
  },
  ...{ merchantNo: i % 4, sessionId: `s${i % 5}`, userId: `00000000-0000-8000-8000-00000000000${i % 7}`, rank: i },
  ...{ viewable: i % 2 === 0, flagged: i % 3 === 0, sampleRate: 0.5, packageId: null, packageVerdict: null },
})
const exposures = (count: number) => exposureDelta(Array.from({ length: count }, (_, i) => row(i)))
const outcomes = [['2026-11-22T10:00:00Z', 'k', 'exposure', 'stored', '', 5] as const]

test('several deltas are halved by their number, the first half being the larger', () => {
  const deltas = [1, 2, 3].map((count) => ({ exposures: exposures(count) }))
  expect(halvesOf(deltas)).toEqual([deltas.slice(0, 2), deltas.slice(2)])
})

test('the halves of one delta have its exposures once each, and its outcomes once', () => {
  const whole = { exposures: { ...exposures(5), sign: [1, 1, -1, 1, 1] as const }, outcomes }
  const [[first], [second]] = halvesOf([whole])
  expect([first!.exposures!.rank, second!.exposures!.rank]).toEqual([
    [0, 1, 2],
    [3, 4],
  ])
  expect([first!.exposures!.sign, second!.exposures!.sign]).toEqual([
    [1, 1, -1],
    [1, 1],
  ])
  expect([first!.outcomes, second!.outcomes]).toEqual([outcomes, undefined])
  const events = (parts: ReturnType<typeof partsOf>) => parts.reduce((sum, part) => sum + part.events, 0)
  expect(events(partsOf([first!, second!]))).toBe(5)
})

test('one exposure, or none, cannot be split further', () => {
  for (const deltas of [[{ exposures: exposures(1) }], [{ outcomes }], []])
    expect(() => halvesOf(deltas)).toThrow('cannot be split further')
  expect(halvesOf([{ exposures: exposures(2) }]).map(([delta]) => delta!.exposures!.rank)).toEqual([[0], [1]])
})

test('exposures that are kept say what they said before, with names of their own only', () => {
  const whole = exposures(12)
  const kept = keepExposures(whole, (i) => i === 5 || i === 10)
  const said = (delta: typeof whole, i: number) => ({
    hour: delta.hours[delta.hour[i]!],
    day: delta.days[delta.day[i]!],
    placement: delta.placements[delta.placement[i]!],
    merchant: delta.merchants[delta.merchant[i]!],
    merchantNo: delta.merchantNos[delta.merchant[i]!],
    session: delta.sessions[delta.session[i]!],
    ...{ user: delta.user[i], rank: delta.rank[i], viewable: delta.viewable[i], flagged: delta.flagged[i] },
    sampleRate: delta.sampleRate?.[i],
  })
  expect([said(kept, 0), said(kept, 1)]).toEqual([said(whole, 5), said(whole, 10)])
  expect([kept.user.length, kept.sessions, kept.merchants.length]).toEqual([2, ['s0'], 2])
  expect(kept.sampleRate).toEqual([0.5, 0.5])
})
