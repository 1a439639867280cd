import { CONVERSION_STATUSES, type ConversionStatus } from '@bx/contracts/events/values'
import type { Envelope } from '../../src/queue/queue.ts'
import { clickEnvelope, exposureEnvelope, saleEnvelope } from './attributionEnvelopes.ts'
import {
  ATTRIBUTION_PLACEMENTS,
  type ClickFact,
  clickFact,
  type ExposureFact,
  exposureFact,
  saleIds,
} from './attributionFacts.ts'
import { type AttributionSpec, isSignIn } from './attributionSpec.ts'
import { wallClock } from './naiveCalendar.ts'

// The events of an attribution world, and their known facts.

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
  readonly exposures: readonly ExposureFact[]
  readonly clicks: readonly ClickFact[]
  readonly sales: readonly SentSale[]
  /** Of a moment in the reporting zone. */
  dayOf(at: number): string
  /** Members that are sent as the visitor's. */
  readonly signedIn: readonly string[]
  /** The one of them that counts, where the setting says so. */
  readonly linkedTo: string | null
}

export interface WorldOptions {
  /** First moment, epoch milliseconds. */
  readonly start: number
  /** Reporting zone. */
  readonly zone?: string
  /** Key of the last placement, where it is made late: its events name it so. */
  readonly lateKey?: string | null
}

export function attributionWorld(
  spec: AttributionSpec,
  { start, zone = 'UTC', lateKey = null }: WorldOptions,
): AttributionWorld {
  const dayOf = (at: number) => wallClock(zone, at).day
  const exposures = spec.exposures.map((row, i) => exposureFact(row, i, start, dayOf))
  const clicks = spec.clicks.map((row, i) => clickFact(row, i, start, dayOf))
  const named = (id: string | null) => (lateKey !== null && id === ATTRIBUTION_PLACEMENTS.at(-1) ? lateKey : id)
  const numbers = orderNumbers(spec.sales)
  const sent = [
    ...spec.exposures.map((row, i) => ({ ...row, envelope: exposureEnvelope(exposures[i]!, row, named) })),
    ...spec.clicks.map((row, i) => ({ ...row, envelope: clickEnvelope(clicks[i]!, named) })),
    ...spec.clicks.flatMap(({ redirect }, i) =>
      redirect
        ? [{ ...redirect, envelope: clickEnvelope({ ...clicks[i]!, exposureEventId: null, placementId: null }, named) }]
        : [],
    ),
    ...spec.sales.flatMap((row, i) =>
      row.reports.map((one) => ({ ...one, envelope: saleEnvelope(saleIds(row, numbers[i]!, start), one) })),
    ),
  ].sort((a, b) => a.order - b.order)
  const phase = (n: number) => sent.filter((one) => one.phase === n).map((one) => one.envelope)
  return {
    phases: [phase(0), phase(1)],
    dayOf,
    signedIn: [...new Set(exposures.flatMap(({ userId }, i) => (isSignIn(spec.exposures[i]!) ? [userId] : [])))],
    linkedTo: null,
    exposures,
    clicks,
    sales: spec.sales.map((row, i) => finalSale(row, saleIds(row, numbers[i]!, start))),
  }
}

/** Each merchant's network numbers its orders from 0. */
function orderNumbers(sales: AttributionSpec['sales']): number[] {
  return sales.map(({ merchant }, i) => sales.slice(0, i).filter((other) => other.merchant === merchant).length)
}

/** The final state of a sale: its greatest (day, status, amounts), all received at once. With zero amounts it is cancelled. */
function finalSale({ reports }: AttributionSpec['sales'][number], ids: ReturnType<typeof saleIds>): SentSale {
  const rank = ({ day, status, cents }: (typeof reports)[number]) => (day * 4 + status) * 10_000 + cents
  const latest = reports.reduce((best, next) => (rank(next) > rank(best) ? next : best))
  const status = CONVERSION_STATUSES[latest.status]!
  const isNone = latest.cents === 0 && status !== 'refunded'
  return { ...ids, status: isNone ? 'rejected' : status, commission: latest.cents * 100 }
}
