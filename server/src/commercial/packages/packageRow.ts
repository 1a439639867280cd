import type { CreditModel } from '@bx/contracts/metrics/creditModels'
import type { Money } from '@bx/contracts/money'
import type { AllocationMode } from '@bx/contracts/packages/pacingValues'
import type {
  BilledStatus,
  BillingBasis,
  DeliveryMode,
  EndRule,
  PackageState,
  PackageType,
} from '@bx/contracts/packages/values'
import type { Fragment, Sql, Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'

export interface PackagePlacement {
  readonly placement_id: string
  /** null: all placements share one pool. */
  readonly units: number | null
}

/** A package as stored; amounts are exact. */
export interface PackageRow {
  readonly package_id: string
  readonly merchant_id: string
  readonly package_name: string
  readonly package_type: PackageType
  readonly status: PackageState
  readonly guaranteed_units: number | null
  readonly goal_units: number | null
  readonly unit_price: Money
  readonly price: Money | null
  readonly billing_basis: BillingBasis
  readonly buffer_units: number
  readonly cap_units: number | null
  readonly daily_cap_units: number | null
  readonly end_rule: EndRule
  readonly delivery_mode: DeliveryMode
  readonly start_date: Date
  readonly end_date: Date
  readonly requires_slot_token: boolean
  readonly allocation_mode: AllocationMode
  /** 0..1 */
  readonly most_share: number
  readonly credit_model: CreditModel | null
  readonly credit_window_days: number | null
  readonly billed_status: BilledStatus | null
  readonly hold_expires_at: Date | null
  readonly quoted_by: string | null
  readonly approved_by: string | null
  readonly po_number: string | null
  readonly makegood_of: string | null
  readonly terms_version: number
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  /** Sold there now; empty: in every placement. */
  readonly placements: readonly PackagePlacement[]
}

/** A package that is being changed: its row is locked. */
export interface LockedPackage extends PackageRow {
  /** When the last change took effect. */
  readonly since: Date
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Throws unknown_package for what cannot be the id of a package. */
export function refuseForeignId(packageId: string): void {
  if (!UUID.test(packageId)) throw new AppError('unknown_package', { details: { package_id: packageId } })
}

/** Locks a package until the end of the transaction. Throws unknown_package. */
export async function lockPackage(tx: Tx, packageId: string): Promise<LockedPackage> {
  refuseForeignId(packageId)
  const [known] = await tx`select from merchant_packages where package_id = ${packageId} for update`
  if (known === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
  // Read after the lock: the statement above does not see placements that the holder of the lock before it wrote.
  const [row] = await tx<(StoredPackage & { since: Date })[]>`
    select ${packageColumns(tx)}, (select max(effective_at) from package_changes c where c.package_id = p.package_id) as since
    from merchant_packages p where package_id = ${packageId}`
  return { ...packageOf(row!), since: row!.since }
}

/** A package that exists. */
export async function readStored(sql: Sql | Tx, packageId: string): Promise<PackageRow> {
  const [row] = await sql<StoredPackage[]>`
    select ${packageColumns(sql)} from merchant_packages p where package_id = ${packageId}`
  return packageOf(row!)
}

/** Amounts come as text: a number of the driver is not exact above 2^53. */
export type StoredPackage = Omit<PackageRow, 'unit_price' | 'price'> & {
  readonly unit_price: string
  readonly price: string | null
}

export function packageOf<T extends StoredPackage>(row: T): Omit<T, 'unit_price' | 'price'> & PackageRow {
  return { ...row, unit_price: BigInt(row.unit_price), price: row.price === null ? null : BigInt(row.price) }
}

/** Columns of `merchant_packages p`, with its current placements. */
export function packageColumns(sql: Sql | Tx): Fragment {
  return sql`p.package_id, p.merchant_id, package_name, package_type, status,
    coalesce(guaranteed_impressions, guaranteed_clicks, guaranteed_conversions) as guaranteed_units, goal_units,
    unit_price::text as unit_price, price::text as price, billing_basis, buffer_units, cap_units, daily_cap_units, end_rule,
    delivery_mode, start_date, end_date, requires_slot_token, allocation_mode, most_share, credit_model,
    credit_window_days, billed_status, hold_expires_at, quoted_by,
    approved_by, po_number, makegood_of, terms_version, version, p.created_at, p.updated_at,
    coalesce((select json_agg(json_build_object('placement_id', placement_id, 'units', units) order by placement_id)
      from package_placements s where s.package_id = p.package_id and valid_until is null), '[]') as placements`
}
