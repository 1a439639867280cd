import type { adjustPackage as adjusting, changePackage as changing } from '@bx/contracts/endpoints/packages'
import { parseMoney } from '@bx/contracts/money'
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { LockedPackage } from './packageRow.ts'
import {
  checkTerms,
  findPlacements,
  flightEnd,
  flightStart,
  invalid,
  type PackageTerms,
  termsOf,
} from './packageTerms.ts'
import { writePackageChange } from './recordPackageChange.ts'
import type { Step } from './withPackage.ts'

/** Changes the terms of a package that is not sold yet. */
export async function changeTerms(tx: Tx, row: LockedPackage, body: z.output<typeof changing.body>, step: Step) {
  const { timeZone } = step.reporting
  const units = body.guaranteed_units
  return writeTerms(tx, row, step, {
    ...(await deliveryOf(tx, body, timeZone)),
    ...given('guaranteed_units', units),
    ...given('goal_units', units),
    ...given('unit_price', body.unit_price === undefined ? undefined : parseMoney(body.unit_price)),
    ...given('price', typeof body.price === 'string' ? parseMoney(body.price) : body.price),
    ...given('billing_basis', body.billing_basis),
    ...given('start_date', body.start_date === undefined ? undefined : flightStart(body.start_date, timeZone)),
    ...given('requires_slot_token', body.requires_slot_token),
    ...given('credit_model', body.credit_model),
    ...given('credit_window_days', body.credit_window_days),
    ...given('billed_status', body.billed_status),
  })
}

/** Changes goal, end or delivery of a sold package; the contract stays. */
export async function adjustPackage(tx: Tx, row: LockedPackage, body: z.output<typeof adjusting.body>, step: Step) {
  const change = {
    ...(await deliveryOf(tx, body, step.reporting.timeZone)),
    ...given('goal_units', body.goal_units),
  }
  if (change.end_date !== undefined && change.end_date.getTime() <= step.at.getTime())
    throw invalid([{ field: 'end_date', code: 'end_in_past', message: 'The new end must be in the future' }])
  return writeTerms(tx, row, step, change)
}

async function writeTerms(tx: Tx, row: LockedPackage, step: Step, change: Partial<PackageTerms>) {
  checkTerms(row.package_type, { ...termsOf(row), ...change }, step.reporting)
  const { actor, action, at, reason } = step
  return writePackageChange(
    tx,
    row,
    { ...change, terms_version: row.terms_version + 1 },
    { actor, action, at, reason, currency: step.reporting.currency },
  )
}

async function deliveryOf(
  tx: Tx,
  body: Omit<z.output<typeof adjusting.body>, 'version' | 'reason' | 'goal_units'>,
  timeZone: string,
): Promise<Partial<PackageTerms>> {
  return {
    ...given('package_name', body.package_name),
    ...given('po_number', body.po_number),
    ...given('buffer_units', body.buffer_units),
    ...given('cap_units', body.cap_units),
    ...given('daily_cap_units', body.daily_cap_units),
    ...given('end_rule', body.end_rule),
    ...given('delivery_mode', body.delivery_mode),
    ...given('end_date', body.end_date === undefined ? undefined : flightEnd(body.end_date, timeZone)),
    ...given('placements', body.placements === undefined ? undefined : await findPlacements(tx, body.placements)),
  }
}

function given<Field extends keyof PackageTerms>(
  field: Field,
  value: PackageTerms[Field] | undefined,
): Partial<Pick<PackageTerms, Field>> {
  return value === undefined ? {} : ({ [field]: value } as Partial<Pick<PackageTerms, Field>>)
}
