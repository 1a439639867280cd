import { type AttributionSpec, userOf } from './attributionSpec.ts'

// The known facts of an exposure, a click and a sale of an attribution world.

const uuid = (kind: number, n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const ATTRIBUTION_MERCHANTS = [uuid(1, 1), uuid(1, 2)]
export const ATTRIBUTION_PLACEMENTS = [uuid(2, 1), uuid(2, 2), uuid(2, 3)]

type DayOf = (at: number) => string

export type ExposureFact = ReturnType<typeof exposureFact>
export type ClickFact = ReturnType<typeof clickFact>
export type SaleIds = ReturnType<typeof saleIds>

export function exposureFact(row: AttributionSpec['exposures'][number], i: number, start: number, dayOf: DayOf) {
  return {
    eventId: uuid(3, i),
    at: start + row.at,
    day: dayOf(start + row.at),
    userId: userOf(row.user),
    sessionId: uuid(4, row.session),
    merchantId: ATTRIBUTION_MERCHANTS[row.merchant]!,
    placementId: ATTRIBUTION_PLACEMENTS[row.placement]!,
    packageId: null,
    viewable: row.viewable,
    flagged: row.flagged,
  }
}

export function clickFact(row: AttributionSpec['clicks'][number], i: number, start: number, dayOf: DayOf) {
  return {
    clickId: uuid(5, i),
    at: start + row.at,
    day: dayOf(start + row.at),
    userId: userOf(row.user),
    sessionId: uuid(4, row.session),
    merchantId: ATTRIBUTION_MERCHANTS[row.merchant]!,
    placementId: row.placement === null ? null : ATTRIBUTION_PLACEMENTS[row.placement]!,
    exposureEventId: row.names === null ? null : uuid(3, row.names),
    flagged: row.flagged,
  }
}

export function saleIds(row: AttributionSpec['sales'][number], number: number, start: number) {
  const hasUser = row.hasUser || row.names === null
  return {
    id: `sale-${number}`,
    at: start + row.at,
    merchantId: ATTRIBUTION_MERCHANTS[row.merchant]!,
    userId: hasUser ? userOf(row.user) : null,
    clickId: row.names === null ? null : uuid(5, row.names),
  }
}
