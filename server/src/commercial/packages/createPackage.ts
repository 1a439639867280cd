import type { createPackage as endpoint } from '@bx/contracts/endpoints/packages'
import { parseMoney } from '@bx/contracts/money'
import { BASES_OF } from '@bx/contracts/packages/values'
import type { z } from 'zod'
import type { Sql, Tx } from '../../db/client.ts'
import { findMerchant } from '../../query/findMerchant.ts'
import { type PackageRow, readStored } from './packageRow.ts'
import {
  checkTerms,
  findPlacements,
  flightEnd,
  flightStart,
  invalid,
  type PackageTerms,
  type Reporting,
} from './packageTerms.ts'
import { insertPlacements, recordPackageChange, shown } from './recordPackageChange.ts'

export type NewPackage = z.output<typeof endpoint.body>

interface Creation {
  readonly actor: string
  readonly at: Date
  readonly reporting: Reporting
}

/** Creates a draft and returns its id. Throws unknown_merchant, unknown_placement, package_invalid. */
export function createPackage(sql: Sql, by: Creation, body: NewPackage): Promise<string> {
  return sql.begin((tx) => createPackageIn(tx, by, body))
}

/** The same as a part of a transaction. */
export async function createPackageIn(tx: Tx, by: Creation, body: NewPackage): Promise<string> {
  const { merchant_id: merchantId } = await findMerchant(tx, body.merchant_id)
  const terms = await readNewTerms(tx, body, by.reporting)
  if (body.makegood_of !== null) await checkMakegood(tx, body.makegood_of, merchantId)
  const draft = { package_type: body.package_type, makegood_of: body.makegood_of, merchantId }
  return insertPackage(tx, by, draft, terms)
}

interface Draft {
  readonly package_type: PackageRow['package_type']
  readonly makegood_of: string | null
  readonly merchantId: string
}

/** Stores a draft with its history. Throws package_invalid. */
export async function insertPackage(
  tx: Tx,
  { actor, at, reporting }: Creation,
  draft: Draft,
  terms: PackageTerms,
): Promise<string> {
  checkTerms(draft.package_type, terms, reporting)
  const id = await insertDraft(tx, draft, terms, at)
  const row = await readStored(tx, id)
  await insertPlacements(tx, { ...row, placements: terms.placements }, '-infinity')
  await recordPackageChange(tx, row, {
    ...{ actor, action: 'create', at, reason: null, statusBefore: null, before: {} },
    after: shown({ ...row, ...terms }, Object.keys(terms) as (keyof PackageRow)[], reporting.currency),
  })
  return id
}

async function readNewTerms(tx: Tx, body: NewPackage, { timeZone }: Reporting): Promise<PackageTerms> {
  return {
    package_name: body.package_name,
    po_number: body.po_number,
    guaranteed_units: body.guaranteed_units,
    goal_units: body.guaranteed_units,
    unit_price: parseMoney(body.unit_price),
    price: body.price === null ? null : parseMoney(body.price),
    billing_basis: body.billing_basis ?? BASES_OF[body.package_type][0]!,
    buffer_units: body.buffer_units,
    cap_units: body.cap_units,
    daily_cap_units: body.daily_cap_units,
    end_rule: body.end_rule,
    delivery_mode: body.delivery_mode,
    placements: await findPlacements(tx, body.placements),
    start_date: flightStart(body.start_date, timeZone),
    end_date: flightEnd(body.end_date, timeZone),
    requires_slot_token: body.requires_slot_token,
    credit_model: body.credit_model,
    credit_window_days: body.credit_window_days,
    billed_status: body.billed_status,
  }
}

async function checkMakegood(tx: Tx, packageId: string, merchantId: string): Promise<void> {
  const [found] = await tx`
    select from merchant_packages where package_id = ${packageId} and merchant_id = ${merchantId} and status in ('ended', 'closed')`
  if (found !== undefined) return
  const message = 'Expected an ended package of the same merchant'
  throw invalid([{ field: 'makegood_of', code: 'nothing_to_make_good', message }])
}

async function insertDraft(
  tx: Tx,
  { package_type: type, makegood_of, merchantId }: Draft,
  terms: PackageTerms,
  at: Date,
): Promise<string> {
  const unitsOf = (wanted: string) => (type === wanted ? terms.guaranteed_units : null)
  const [row] = await tx<{ id: string }[]>`
    insert into merchant_packages (merchant_id, package_name, package_type, guaranteed_impressions, guaranteed_clicks,
      guaranteed_conversions, goal_units, unit_price, price, billing_basis, buffer_units, cap_units, daily_cap_units, end_rule,
      delivery_mode, start_date, end_date, requires_slot_token, credit_model, credit_window_days, billed_status, po_number,
      makegood_of, created_at, updated_at)
    values (${merchantId}, ${terms.package_name}, ${type}, ${unitsOf('CPI')}, ${unitsOf('CPC')}, ${unitsOf('CPA')},
      ${terms.goal_units}, ${String(terms.unit_price)}, ${terms.price === null ? null : String(terms.price)},
      ${terms.billing_basis}, ${terms.buffer_units}, ${terms.cap_units}, ${terms.daily_cap_units}, ${terms.end_rule},
      ${terms.delivery_mode}, ${terms.start_date}, ${terms.end_date}, ${terms.requires_slot_token}, ${terms.credit_model},
      ${terms.credit_window_days}, ${terms.billed_status}, ${terms.po_number}, ${makegood_of}, ${at}, ${at})
    returning package_id as id`
  return row!.id
}
