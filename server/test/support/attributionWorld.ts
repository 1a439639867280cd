import { CONVERSION_STATUSES, type ConversionStatus } from '@bx/contracts/events/values'
import fc from 'fast-check'
import { utcDate } from '../../src/lib/clock.ts'
import type { Envelope } from '../../src/queue/queue.ts'
import { envelope } from './pipeline.ts'

// Small worlds of exposures, clicks and sales, in which almost everything could have led to everything else.

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000]
const uuid = (kind: number, n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const ATTRIBUTION_MERCHANTS = [uuid(1, 1), uuid(1, 2)]
export const ATTRIBUTION_PLACEMENTS = [uuid(2, 1), uuid(2, 2), uuid(2, 3)]

/** On both sides of a window's edge, and on it: hours of the click's window, days of the sale's. */
const time = fc
  .record({ day: fc.constantFrom(0, 1, 6, 7, 8), minute: fc.constantFrom(0, 1, 30, 59, 60, 61, 120) })
  .map(({ day, minute }) => day * DAY + minute * MINUTE)
/** Mostly 0, so that rows meet. */
const mostly = (weight: number) =>
  fc.oneof({ arbitrary: fc.constant(0), weight }, { arbitrary: fc.constant(1), weight: 1 })
const person = { user: mostly(3), merchant: mostly(4), at: time }
/** phase 0 comes on time, in any order; phase 1 comes when all of that has had its last look. */
const coming = { order: fc.nat(1000), phase: mostly(3), flagged: mostly(6).map(Boolean) }

const exposure = fc.record({
  ...person,
  ...coming,
  session: mostly(2),
  placement: fc.nat(2),
  viewable: fc.constantFrom(true, false, null),
})
const click = fc.record({
  ...person,
  ...coming,
  session: mostly(2),
  placement: fc.option(fc.nat(2)),
  names: fc.option(fc.nat(9)),
})
const report = fc.record({
  status: fc.nat(3),
  day: fc.nat(2),
  cents: fc.oneof({ arbitrary: fc.nat(9999), weight: 6 }, { arbitrary: fc.constant(0), weight: 1 }),
  order: fc.nat(1000),
  phase: fc.nat(1),
})
const sale = fc.record({
  ...person,
  hasUser: fc.boolean(),
  names: fc.option(fc.nat(5)),
  reports: fc.array(report, { minLength: 1, maxLength: 3 }),
})

export const attributionSpec = fc.record({
  exposures: fc.array(exposure, { minLength: 2, maxLength: 10 }),
  clicks: fc.array(click, { maxLength: 6 }),
  sales: fc.array(sale, { minLength: 1, maxLength: 5 }),
  /** What happens after each envelope. */
  turns: fc.array(fc.constantFrom('attribute', 'attribute', 'crash', 'overlap', 'overlap', 'recategorise', 'nothing'), {
    minLength: 1,
    maxLength: 12,
  }),
})
export type AttributionSpec = typeof attributionSpec extends fc.Arbitrary<infer T> ? T : never
export type Turn = AttributionSpec['turns'][number]

export interface SentSale {
  readonly id: string
  readonly at: number
  readonly merchantId: string
  readonly userId: string | null
  readonly clickId: string | null
  readonly status: ConversionStatus
  /** Ten-thousandths. */
  readonly commission: number
}

export interface AttributionWorld {
  /** Those on time, then those that come late. */
  readonly phases: readonly [readonly Envelope[], readonly Envelope[]]
  readonly exposures: readonly ReturnType<typeof exposureFact>[]
  readonly clicks: readonly ReturnType<typeof clickFact>[]
  readonly sales: readonly SentSale[]
}

/** @param start first moment, epoch milliseconds */
export function attributionWorld(spec: AttributionSpec, start: number): AttributionWorld {
  const exposures = spec.exposures.map((row, i) => exposureFact(row, i, start))
  const clicks = spec.clicks.map((row, i) => clickFact(row, i, start))
  const numbers = orderNumbers(spec.sales)
  const sent = [
    ...spec.exposures.map((row, i) => ({ ...row, envelope: exposureEnvelope(exposures[i]!, row.phase) })),
    ...spec.clicks.map((row, i) => ({ ...row, envelope: clickEnvelope(clicks[i]!) })),
    ...spec.sales.flatMap((row, i) =>
      row.reports.map((one) => ({ ...one, envelope: saleEnvelope(saleIds(row, numbers[i]!, start), one) })),
    ),
  ].sort((a, b) => a.order - b.order)
  const phase = (n: number) => sent.filter((one) => one.phase === n).map((one) => one.envelope)
  return {
    phases: [phase(0), phase(1)],
    exposures,
    clicks,
    sales: spec.sales.map((row, i) => finalSale(row, saleIds(row, numbers[i]!, start))),
  }
}

function exposureFact(row: AttributionSpec['exposures'][number], i: number, start: number) {
  return {
    eventId: uuid(3, i),
    at: start + row.at,
    day: utcDate(start + row.at),
    userId: userOf(row.user),
    sessionId: uuid(4, row.session),
    merchantId: ATTRIBUTION_MERCHANTS[row.merchant]!,
    placementId: ATTRIBUTION_PLACEMENTS[row.placement]!,
    packageId: null,
    viewable: row.viewable,
    flagged: row.flagged,
  }
}

function clickFact(row: AttributionSpec['clicks'][number], i: number, start: number) {
  return {
    clickId: uuid(5, i),
    at: start + row.at,
    day: utcDate(start + row.at),
    userId: userOf(row.user),
    sessionId: uuid(4, row.session),
    merchantId: ATTRIBUTION_MERCHANTS[row.merchant]!,
    placementId: row.placement === null ? null : ATTRIBUTION_PLACEMENTS[row.placement]!,
    exposureEventId: row.names === null ? null : uuid(3, row.names),
    flagged: row.flagged,
  }
}

/** Each merchant's network numbers its orders from 0. */
function orderNumbers(sales: AttributionSpec['sales']): number[] {
  return sales.map(({ merchant }, i) => sales.slice(0, i).filter((other) => other.merchant === merchant).length)
}

/** What a sale is in the end: its greatest (day, status, amounts), all received at once. Sent as zero, it is none. */
function finalSale({ reports }: AttributionSpec['sales'][number], ids: ReturnType<typeof saleIds>): SentSale {
  const rank = ({ day, status, cents }: (typeof reports)[number]) => (day * 4 + status) * 10_000 + cents
  const latest = reports.reduce((best, next) => (rank(next) > rank(best) ? next : best))
  const status = CONVERSION_STATUSES[latest.status]!
  const isNone = latest.cents === 0 && status !== 'refunded'
  return { ...ids, status: isNone ? 'rejected' : status, commission: latest.cents * 100 }
}

function saleIds(row: AttributionSpec['sales'][number], number: number, start: number) {
  const hasUser = row.hasUser || row.names === null
  return {
    id: `sale-${number}`,
    at: start + row.at,
    merchantId: ATTRIBUTION_MERCHANTS[row.merchant]!,
    userId: hasUser ? userOf(row.user) : null,
    clickId: row.names === null ? null : uuid(5, row.names),
  }
}

function exposureEnvelope(fact: ReturnType<typeof exposureFact>, phase: number): Envelope {
  return envelope({
    keyKind: 'import',
    receivedAt: fact.at + (phase === 0 ? 1000 : HOUR),
    ivt: fact.flagged ? 'bot_user_agent' : null,
    exposures: [
      {
        event_id: fact.eventId,
        merchant_id: fact.merchantId,
        placement_id: fact.placementId,
        exposure_unit_id: uuid(6, 0),
        exposure_type: 'card',
        user_id: fact.userId,
        timestamp: fact.at,
        rank_position: 0,
        session_id: fact.sessionId,
        is_clickable: true,
        algorithm_version: 'v1',
        viewable: fact.viewable,
      },
    ],
  })
}

function clickEnvelope(fact: ReturnType<typeof clickFact>): Envelope {
  return envelope({
    receivedAt: fact.at + 1000,
    ivt: fact.flagged ? 'bot_user_agent' : null,
    clicks: [
      {
        click_id: fact.clickId,
        merchant_id: fact.merchantId,
        placement_id: fact.placementId,
        exposure_event_id: fact.exposureEventId,
        user_id: fact.userId,
        session_id: fact.sessionId,
        timestamp: fact.at,
      },
    ],
  })
}

function saleEnvelope(
  { id, at, merchantId, userId, clickId }: ReturnType<typeof saleIds>,
  one: AttributionSpec['sales'][number]['reports'][number],
): Envelope {
  return envelope({
    keyKind: 'server',
    receivedAt: at + 1000,
    conversions: [
      {
        conversion_id: id,
        merchant_id: merchantId,
        user_id: userId,
        click_id: clickId,
        timestamp: at,
        order_amount: one.cents === 0 ? '0' : '100',
        commission_amount: String(one.cents / 100),
        currency: 'GBP',
        status: CONVERSION_STATUSES[one.status]!,
        status_at: at + one.day * DAY,
      },
    ],
  })
}

function userOf(n: number): string {
  return `70000000-0000-8000-8000-${String(n).padStart(12, '0')}`
}
