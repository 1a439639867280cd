import { wallClock } from './naiveCalendar.ts'
import type { NaivePackage, StampedExposure } from './naivePackages.ts'

// Who pays for each impression, decided one exposure at a time. Shares no code with the product.

export interface TypedPackage extends NaivePackage {
  readonly type: 'CPI' | 'CPC' | 'CPA'
}

export interface NaiveMix {
  organic: number
  CPI: number
  CPC: number
  CPA: number
  /** Of organic. */
  inferred: number
}

/** By placement and day of the zone, `placement day`. */
export function naiveMix(
  packages: readonly TypedPackage[],
  exposures: readonly StampedExposure[],
  timeZone: string,
): Record<string, NaiveMix> {
  const mixes: Record<string, NaiveMix> = {}
  for (const shown of exposures) {
    if (shown.flagged) continue
    const day = wallClock(timeZone, shown.at).day
    const key = `${shown.placementId} ${day}`
    mixes[key] ??= { organic: 0, CPI: 0, CPC: 0, CPA: 0, inferred: 0 }
    const mix = mixes[key]
    const payer = packages.find((one) => one.id === shown.packageId && isSold(one, shown) && isLiveAt(one, shown.at))
    mix[payer?.type ?? 'organic']++
    const isNear = packages.some((one) => isSold(one, shown) && liveDays(one, timeZone).has(day))
    if (payer === undefined && isNear) mix.inferred++
  }
  return mixes
}

function isSold(one: NaivePackage, { merchantId, placementId }: StampedExposure): boolean {
  return one.merchantId === merchantId && (one.placements.length === 0 || one.placements.includes(placementId))
}

function isLiveAt(one: NaivePackage, at: number): boolean {
  return spans(one).some(([from, to]) => from <= at && at < to)
}

const HALF_HOUR = 30 * 60_000

/** Flights and changes are at whole hours. */
function liveDays(one: NaivePackage, timeZone: string): Set<string> {
  const days = new Set<string>()
  for (const [from, to] of spans(one))
    for (let at = from; at < to; at += HALF_HOUR) days.add(wallClock(timeZone, at).day)
  return days
}

function spans({ changes }: NaivePackage): [from: number, to: number][] {
  return changes.flatMap(({ at, status, start, end }, i) => {
    if (status !== 'live' && status !== 'booked') return []
    return [[Math.max(at, start), Math.min(changes[i + 1]?.at ?? Number.POSITIVE_INFINITY, end)] as [number, number]]
  })
}
