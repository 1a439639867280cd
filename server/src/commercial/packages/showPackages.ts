import type { PackagePacing } from '@bx/contracts/endpoints/packagePacing'
import type { Permission } from '@bx/contracts/endpoints/permissions'
import type { SoldPackage } from '@bx/contracts/endpoints/soldPackage'
import { moneyText } from '@bx/contracts/money'
import { billingOf } from '@bx/contracts/packages/billing'
import { actionsFor } from '@bx/contracts/packages/lifecycle'
import { plannedUnits, type Stage } from '@bx/contracts/packages/plan'
import { plainArray, type Sql, type Tx } from '../../db/client.ts'
import { readLastChecks } from '../pacing/readLastChecks.ts'
import { type PackageRow, packageColumns, packageOf, type StoredPackage } from './packageRow.ts'
import { localDays, type Reporting } from './packageTerms.ts'
import { type Delivery, readDelivery, unitsOf } from './readDelivery.ts'
import { readStages } from './readStages.ts'

/** Who reads, and when. */
export interface Reading {
  readonly permissions: ReadonlySet<Permission>
  readonly now: number
  readonly reporting: Reporting
}

/** Packages as the API sends them, in the order of `ids`. */
export async function showPackages(sql: Sql | Tx, ids: readonly string[], reading: Reading): Promise<SoldPackage[]> {
  const rows = await readRows(sql, ids)
  const [delivered, stages, pacing, placements] = await Promise.all([
    readDelivery(sql, rows),
    readStages(sql, ids),
    readLastChecks(sql, ids),
    sql<{ id: string; placement_key: string; placement_name: string }[]>`
      select placement_id as id, placement_key, placement_name from placement_dim`,
  ])
  const names = new Map(placements.map(({ id, ...name }) => [id, name]))
  const byId = new Map(rows.map((row) => [row.package_id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (row === undefined) return []
    const { placements: sold, ...shown } = showPackage(
      row,
      { stages: stages.get(id) ?? [], delivery: delivered(id), pacing: pacing.get(id) ?? null },
      reading,
    )
    const named = sold.map((one) => ({ ...one, ...(names.get(one.placement_id) ?? UNNAMED) }))
    return [{ ...shown, placements: named }]
  })
}

/** A placement that an upgrade brought and that does not exist. */
const UNNAMED = { placement_key: '', placement_name: '' }

type Row = PackageRow & { readonly merchant_name: string; readonly merchant_ref: string | null }

interface Known {
  readonly stages: readonly Stage[]
  readonly delivery: Delivery
  readonly pacing: PackagePacing | null
}

function showPackage(row: Row, { stages, delivery, pacing }: Known, { permissions, now, reporting }: Reading) {
  const { timeZone, currency } = reporting
  const [first, last] = localDays(row, timeZone)
  return {
    ...row,
    unit_price: moneyText(row.unit_price, currency),
    price: row.price === null ? null : moneyText(row.price, currency),
    start_date: row.start_date.toISOString(),
    end_date: row.end_date.toISOString(),
    first_day: first,
    last_day: last,
    hold_expires_at: row.hold_expires_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    delivery: showDelivery(row, delivery),
    planned_units: row.goal_units === null ? null : Math.round(plannedNow(stages, now, pacing)),
    pacing,
    actions: actionsFor(row.status, permissions),
  }
}

/** From the last check on by time: the next one is due within 15 minutes. */
function plannedNow(stages: readonly Stage[], now: number, pacing: PackagePacing | null): number {
  if (pacing === null) return plannedUnits(stages, now)
  return plannedUnits(stages, now, undefined, { at: Date.parse(pacing.checked_at), units: pacing.planned_units })
}

function showDelivery(row: Row, delivery: Delivery): SoldPackage['delivery'] {
  const delivered = unitsOf(delivery, row.billing_basis)
  const { billed, remaining, free } = billingOf(delivered, row.goal_units, row.buffer_units, row.cap_units)
  return {
    impressions_gross: delivery.impressionsGross,
    impressions: delivery.impressions,
    viewable: delivery.viewable,
    clicks: delivery.clicks,
    repeated_clicks: delivery.repeatedClicks,
    conversions: row.package_type === 'CPA' ? delivery.conversions : null,
    mismatched: delivery.mismatched,
    delivered_units: delivered,
    billed_units: billed,
    remaining_units: remaining,
    free_units: free,
  }
}

async function readRows(sql: Sql | Tx, ids: readonly string[]): Promise<Row[]> {
  const rows = await sql<(StoredPackage & { merchant_name: string; merchant_ref: string | null })[]>`
    select ${packageColumns(sql)}, merchant_name, merchant_ref from merchant_packages p join merchant_dim using (merchant_id)
    where package_id = any(${plainArray(ids)}::uuid[])`
  return rows.map(packageOf)
}
