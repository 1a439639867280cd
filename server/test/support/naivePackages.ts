import type { RawExposure } from './naive.ts'

// What packages deliver, calculated the slow way: a package is a list of spans in which it was live, and every exposure is
// compared with all of them. Shares no code with the product.

const HOUR = 3_600_000

export interface NaivePackage {
  readonly id: string
  readonly merchantId: string
  /** State and flight from `at` on, by time. */
  readonly changes: readonly {
    readonly at: number
    readonly status: string
    readonly start: number
    readonly end: number
  }[]
  /** Where it is sold; empty: everywhere. */
  readonly placements: readonly string[]
}

export interface StampedExposure extends RawExposure {
  readonly packageId: string | null
}

export interface NaiveDelivery {
  gross: number
  net: number
  viewable: number
  mismatched: number
  people: Set<string>
  /** Counted net impressions by hour and placement, in a zone of whole hours. */
  hours: Record<string, number>
}

export function naiveDelivery(
  packages: readonly NaivePackage[],
  exposures: readonly StampedExposure[],
): Map<string, NaiveDelivery> {
  const all = new Map(packages.map(({ id }) => [id, nothing()]))
  for (const shown of exposures) {
    const one = packages.find(({ id }) => id === shown.packageId)
    if (one === undefined) continue
    const sum = all.get(one.id)!
    if (!counts(one, shown)) {
      sum.mismatched++
      continue
    }
    sum.gross++
    if (shown.flagged) continue
    sum.net++
    if (shown.viewable) sum.viewable++
    sum.people.add(shown.userId)
    const hour = new Date(Math.floor(shown.at / HOUR) * HOUR).toISOString()
    const key = `${hour} ${shown.placementId}`
    sum.hours[key] = (sum.hours[key] ?? 0) + 1
  }
  return all
}

function counts(one: NaivePackage, shown: RawExposure): boolean {
  const isSoldThere = one.placements.length === 0 || one.placements.includes(shown.placementId)
  return (
    one.merchantId === shown.merchantId &&
    isSoldThere &&
    liveSpans(one).some(([from, to]) => from <= shown.at && shown.at < to)
  )
}

function liveSpans({ changes }: NaivePackage): [from: number, to: number][] {
  return changes.flatMap(({ at, status, start, end }, i) => {
    // Ended in the flight: complete, and shown free of charge.
    if (!['booked', 'live', 'ended', 'closed'].includes(status)) return []
    return [[Math.max(at, start), Math.min(changes[i + 1]?.at ?? Number.POSITIVE_INFINITY, end)] as [number, number]]
  })
}

function nothing(): NaiveDelivery {
  return { gross: 0, net: 0, viewable: 0, mismatched: 0, people: new Set(), hours: {} }
}
