import { billingOf } from '@bx/contracts/packages/billing'
import { type BillingBasis, type PackageType, RESERVING_STATES } from '@bx/contracts/packages/values'
import { type Tx, textArray } from '../db/client.ts'
import { addDays, type Days } from '../lib/clock.ts'
import { startOfDay } from '../lib/localDay.ts'
import { type CreditTerms, readDelivery, unitsOf } from './packages/readDelivery.ts'

/** A package that uses inventory in the days of a deal. */
export interface SoldPackage {
  readonly packageId: string
  readonly merchantId: string
  readonly type: PackageType
  /** Impressions, clicks or conversions that it still owes in those days; null if it guarantees none. */
  readonly owed: number | null
  /** Empty: all. Units by placement, or null for all: one pool. */
  readonly placements: readonly { readonly placementId: string; readonly units: number | null }[]
}

interface Row extends Omit<SoldPackage, 'owed'>, CreditTerms {
  readonly goal: number | null
  readonly basis: BillingBasis
  readonly start: Date
  readonly end: Date
}

export interface SoldDays {
  readonly days: Days
  readonly timeZone: string
  readonly now: number
}

/**
 * Held to paused packages whose flight [start, end) overlaps the days. What a package still owes (goal − delivered) is spread
 * evenly over what is left of its flight, so the backlog of a pause is included.
 */
export async function readSoldPackages(tx: Tx, { days, timeZone, now }: SoldDays): Promise<SoldPackage[]> {
  const window = {
    start: startOfDay(days.start, timeZone).getTime(),
    end: startOfDay(addDays(days.end, 1), timeZone).getTime(),
  }
  const rows = await tx<Row[]>`
    select package_id as "packageId", merchant_id as "merchantId", package_type as type, goal_units as goal,
      billing_basis as basis, package_id, credit_model, credit_window_days, billed_status, start_date as start, end_date as "end", coalesce((
        select json_agg(json_build_object('placementId', placement_id, 'units', units)) from package_placements s
        where s.package_id = p.package_id and valid_until is null), '[]') as placements
    from merchant_packages p
    where status = any(${textArray(RESERVING_STATES)}::text[]) and start_date < ${new Date(window.end)}
      and end_date > ${new Date(window.start)}
    order by package_id`
  const delivered = await readDelivery(tx, rows)
  return rows.map(({ packageId, merchantId, type, placements, goal, basis, start, end }) => {
    const { remaining } = billingOf(unitsOf(delivered(packageId), basis), goal, 0)
    const left = { start: Math.max(now, start.getTime()), end: end.getTime() }
    const owed = remaining === null ? null : remaining * shareWithin(window, left)
    return { packageId, merchantId, type, placements, owed }
  })
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The share of what is left of a flight that lies in the window, 0..1. */
function shareWithin(window: Span, left: Span): number {
  const overlap = Math.min(window.end, left.end) - Math.max(window.start, left.start)
  return left.end > left.start ? Math.max(0, overlap) / (left.end - left.start) : 0
}
