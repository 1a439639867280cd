import fc from 'fast-check'
import { expect, test } from 'vitest'
import { naiveClick, naiveConversion, naiveMerged } from '../../test/support/naiveAttribution.ts'
import { attributeConversion } from './attributeConversion.ts'
import { mergeEchoes } from './clickEchoes.ts'
import { creditClick } from './creditClick.ts'

const windows = { clickMs: 4, conversionMs: 12, aheadMs: 2 }
const person = { userId: fc.constantFrom('u1', 'u2'), merchantId: fc.constantFrom('m1', 'm2') }
const at = fc.integer({ min: 0, max: 24 })
const exposure = fc.record({
  ...person,
  at,
  eventId: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6'),
  day: fc.constant('2026-01-01'),
  sessionId: fc.constantFrom('s1', 's2'),
  placementId: fc.constantFrom('p1', 'p2'),
  packageId: fc.constantFrom(null, 'k1'),
  viewable: fc.constantFrom(true, false, null),
  flagged: fc.boolean(),
})
const click = fc.record({
  ...person,
  at,
  clickId: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
  sessionId: fc.constantFrom('s1', 's2'),
  exposureEventId: fc.constantFrom(null, 'e1', 'e2', 'lost'),
  placementId: fc.constantFrom(null, 'p1', 'p2'),
  flagged: fc.boolean(),
})
const conversion = fc.record({
  at,
  merchantId: person.merchantId,
  userId: fc.constantFrom(null, 'u1', 'u2'),
  clickId: fc.constantFrom(null, 'c1', 'c2', 'lost'),
})
const exposures = fc.uniqueArray(exposure, { selector: (row) => row.eventId })
const clicks = fc.uniqueArray(click, { selector: (row) => row.clickId })

test('clicks and conversions are credited as the oracle credits them, in any order of rows', () => {
  fc.assert(
    fc.property(conversion, clicks, exposures, (sale, made, seen) => {
      for (const rows of [seen, seen.toReversed()]) {
        for (const one of made) {
          expect(creditClick(one, rows, windows)?.eventId ?? 'none').toBe(naiveClick(one, seen, windows))
        }
        const credits = made.toReversed().map((click) => ({ ...click, exposure: creditClick(click, rows, windows) }))
        const clicks = credits.flatMap(({ exposure, ...click }) => (exposure ? [{ ...click, exposure }] : []))
        const named = credits.find(
          ({ clickId, merchantId }) => clickId === sale.clickId && merchantId === sale.merchantId,
        )
        const found = attributeConversion(sale, { named: named ?? null, clicks, exposures: rows, kept: [] }, windows)
        const answer = `${found.touchType ?? 'none'} ${found.decisive ?? found.reason}`
        const naive = made.map((click) => ({ ...click, credited: naiveClick(click, seen, windows) }))
        expect(answer).toBe(naiveConversion(sale, naive, seen, windows))
      }
    }),
    { numRuns: 10_000 },
  )
})

test('a window is elapsed time when the clocks change', () => {
  // 10:30 in London on both days; the hour between is repeated on 25 October.
  const [shown, bought] = [Date.parse('2026-10-19T09:30:00Z'), Date.parse('2026-10-26T10:30:00Z')]
  const week = { clickMs: 3_600_000, conversionMs: 7 * 24 * 3_600_000, aheadMs: 300_000 }
  const seen = (at: number) => ({
    ...{ eventId: 'e1', at, day: '2026-10-19', userId: 'u1', sessionId: 's1', merchantId: 'm1', placementId: 'p1' },
    ...{ packageId: null, viewable: true, flagged: false },
  })
  const touchTypeAt = (at: number) => {
    const sale = { at: bought, merchantId: 'm1', userId: 'u1', clickId: null }
    return attributeConversion(sale, { named: null, clicks: [], exposures: [seen(at)], kept: [] }, week).touchType
  }
  expect([touchTypeAt(shown), touchTypeAt(shown + 3_600_000 - 1), touchTypeAt(shown + 3_600_000)]).toEqual([
    null,
    null,
    'view',
  ])
})

const close = fc.record({
  ...person,
  at: fc.integer({ min: 0, max: 40 }).map((second) => second * 1000),
  clickId: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'),
  sessionId: fc.constant('s1'),
  exposureEventId: fc.constantFrom(null, 'e1', 'e2', 'e3', 'e4'),
  placementId: fc.constantFrom(null, 'p1', 'p2'),
  flagged: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
})

test('echoes are found as the oracle finds them, in any order of clicks', () => {
  const some = fc.uniqueArray(close, { selector: (row) => row.clickId })
  fc.assert(
    fc.property(some, exposures, (made, seen) => {
      const reachable = { ...windows, clickMs: 20_000, aheadMs: 100_000 }
      const owns = made.map((click) => ({ click, own: creditClick(click, seen, reachable) }))
      const credited = owns.map(({ click, own }) => ({ ...click, credited: own?.eventId ?? 'none' }))
      const naive = naiveMerged(credited, seen).map(({ clickId, credited, isEcho }) => [clickId, credited, isEcho])
      for (const clicks of [owns, owns.toReversed()]) {
        const merged = mergeEchoes(clicks)
        expect(
          made.map(({ clickId }) => {
            const { credited, isEcho } = merged.get(clickId) ?? { credited: null, isEcho: true }
            return [clickId, credited?.eventId ?? 'none', isEcho]
          }),
        ).toEqual(naive)
      }
    }),
    { numRuns: 10_000 },
  )
})
