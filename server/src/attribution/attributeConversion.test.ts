import fc from 'fast-check'
import { expect, test } from 'vitest'
import { naiveClick, naiveConversion } from '../../test/support/naiveAttribution.ts'
import { attributeConversion } from './attributeConversion.ts'
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

test('clicks and conversions are credited as the oracle credits them, in whatever order the rows are read', () => {
  fc.assert(
    fc.property(conversion, clicks, exposures, (sale, made, seen) => {
      for (const rows of [seen, seen.toReversed()]) {
        for (const one of made) {
          expect(creditClick(one, rows, windows)?.eventId ?? 'none').toBe(naiveClick(one, seen, windows))
        }
        const clicks = made.toReversed().flatMap((click) => {
          const credited = creditClick(click, rows, windows)
          return credited ? [{ ...click, exposure: credited }] : []
        })
        const found = attributeConversion(sale, { clicks, exposures: rows, kept: [] }, windows)
        const answer = found ? `${found.through} ${found.decisive}` : 'none'
        expect(answer).toBe(naiveConversion(sale, made, seen, windows))
      }
    }),
    { numRuns: 10_000 },
  )
})
