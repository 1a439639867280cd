import { moneyText } from '@bx/contracts/money'
import { audit } from '../../accounts/audit.ts'
import type { Tx } from '../../db/client.ts'
import type { LockedPackage, PackageRow } from './packageRow.ts'

// Writes a change of a package: the row, its history and the audit log, in one transaction.

export interface PackageChangeNote {
  readonly actor: string
  readonly action: string
  readonly at: Date
  readonly reason: string | null
}

/** The actor of changes that nobody makes. */
export const CLOCK = 'system'

type Changes = Partial<Omit<PackageRow, 'package_id' | 'merchant_id' | 'version' | 'created_at' | 'updated_at'>>

/** Stores `changes`, raises the version, and records what was before and after. */
export async function writePackageChange(
  tx: Tx,
  before: LockedPackage,
  changes: Changes,
  note: PackageChangeNote & {
    readonly currency: string
    /** What happened beside the changed values, as the API sends it. */
    readonly details?: Record<string, unknown>
  },
): Promise<LockedPackage> {
  const after: LockedPackage = {
    ...before,
    ...changes,
    version: before.version + 1,
    since: note.at,
    updated_at: note.at,
  }
  await updateRow(tx, after)
  if (changes.placements !== undefined) await replacePlacements(tx, before, after, note.at)
  const changed = (Object.keys(changes) as (keyof Changes)[]).filter((field) => !isEqual(before[field], after[field]))
  await recordPackageChange(tx, after, {
    ...note,
    statusBefore: before.status,
    before: shown(before, changed, note.currency),
    after: { ...shown(after, changed, note.currency), ...note.details },
  })
  return after
}

export interface RecordedChange extends PackageChangeNote {
  readonly statusBefore: string | null
  readonly before: object
  readonly after: object
}

export async function recordPackageChange(tx: Tx, row: PackageRow, change: RecordedChange): Promise<void> {
  const { actor, action, at, reason, before, after } = change
  await tx`
    insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status_before, status,
      goal_units, start_date, end_date, reason, before, after)
    values (${row.package_id}, ${row.version}, ${row.terms_version}, ${at}, ${actor}, ${action}, ${change.statusBefore},
      ${row.status}, ${row.goal_units}, ${row.start_date}, ${row.end_date}, ${reason},
      ${JSON.stringify(before)}::text::jsonb, ${JSON.stringify(after)}::text::jsonb)`
  const details = { ...(reason === null ? {} : { reason }), before, after }
  await audit(tx, { actor, action: `${action}Package`, target: row.package_id, details })
}

/** Values as the API sends them. */
export function shown(
  row: PackageRow,
  fields: readonly (keyof PackageRow)[],
  currency: string,
): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, textOf(row[field], currency)]))
}

async function updateRow(tx: Tx, row: LockedPackage): Promise<void> {
  const unitsOf = (type: string) => (row.package_type === type ? row.guaranteed_units : null)
  await tx`
    update merchant_packages set package_name = ${row.package_name}, status = ${row.status},
      guaranteed_impressions = ${unitsOf('CPI')}, guaranteed_clicks = ${unitsOf('CPC')},
      guaranteed_conversions = ${unitsOf('CPA')}, goal_units = ${row.goal_units},
      unit_price = ${String(row.unit_price)}, price = ${row.price === null ? null : String(row.price)},
      billing_basis = ${row.billing_basis}, buffer_units = ${row.buffer_units}, cap_units = ${row.cap_units},
      daily_cap_units = ${row.daily_cap_units}, end_rule = ${row.end_rule}, delivery_mode = ${row.delivery_mode},
      start_date = ${row.start_date}, end_date = ${row.end_date},
      requires_slot_token = ${row.requires_slot_token}, allocation_mode = ${row.allocation_mode},
      most_share = ${row.most_share}, credit_model = ${row.credit_model},
      credit_window_days = ${row.credit_window_days}, billed_status = ${row.billed_status},
      hold_expires_at = ${row.hold_expires_at}, quoted_by = ${row.quoted_by}, approved_by = ${row.approved_by},
      po_number = ${row.po_number}, terms_version = ${row.terms_version}, version = ${row.version},
      updated_at = ${row.updated_at}
    where package_id = ${row.package_id}`
}

const UNSOLD: readonly string[] = ['draft', 'quoted', 'held']

/** Of a sold package the old placements stay with their time; before that nothing was delivered. */
async function replacePlacements(tx: Tx, before: PackageRow, after: PackageRow, at: Date): Promise<void> {
  const isSold = !UNSOLD.includes(before.status)
  const { package_id: id } = after
  if (isSold)
    await tx`update package_placements set valid_until = ${at} where package_id = ${id} and valid_until is null`
  else await tx`delete from package_placements where package_id = ${id}`
  await insertPlacements(tx, after, isSold ? at.toISOString() : '-infinity')
}

export async function insertPlacements(
  tx: Tx,
  { package_id: id, placements }: PackageRow,
  from: string,
): Promise<void> {
  await tx`
    insert into package_placements (package_id, placement_id, units, valid_from)
    select ${id}, placement_id, units, ${from}::text::timestamptz
    from jsonb_to_recordset(${JSON.stringify(placements)}::text::jsonb) as t (placement_id uuid, units bigint)`
}

function textOf(value: unknown, currency: string): unknown {
  if (typeof value === 'bigint') return moneyText(value, currency)
  return value instanceof Date ? value.toISOString() : value
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(textOf(a, 'GBP')) === JSON.stringify(textOf(b, 'GBP'))
}
