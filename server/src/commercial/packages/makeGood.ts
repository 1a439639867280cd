import { type Money, moneyText } from '@bx/contracts/money'
import { billingOf } from '@bx/contracts/packages/billing'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import type { AdjustmentKind } from '@bx/contracts/packages/values'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import { insertPackage } from './createPackage.ts'
import { type LockedPackage, lockPackage, type PackageRow, readStored } from './packageRow.ts'
import { checkTerms, flightEnd, flightStart, invalid, termsOf } from './packageTerms.ts'
import { unitsMadeGood } from './readAdjustments.ts'
import { readDelivery, unitsOf } from './readDelivery.ts'
import { writePackageChange } from './recordPackageChange.ts'
import type { Step } from './withPackage.ts'

// What makes good for a package that ended short. Each needs missing units that nothing makes good yet, and a reason; the person
// who does it approves it. The package is locked, so two people cannot make good the same units.

/** Books another package at no charge that delivers missing units with the same terms. */
export async function makegoodPackage(
  tx: Tx,
  row: LockedPackage,
  asked: { readonly units?: number | undefined; readonly start_date: string; readonly end_date: string },
  step: Step,
): Promise<LockedPackage> {
  const { units, short } = await missingUnits(tx, row, asked.units)
  const { timeZone, currency } = step.reporting
  const [start, end] = [flightStart(asked.start_date, timeZone), flightEnd(asked.end_date, timeZone)]
  if (end.getTime() <= step.at.getTime()) throw endInPast()
  const id = await insertPackage(
    tx,
    step,
    { package_type: row.package_type, makegood_of: row.package_id, merchantId: row.merchant_id },
    {
      ...termsOf(row),
      ...{ package_name: nameOfMakegood(row.package_name), guaranteed_units: units, goal_units: units },
      ...{ unit_price: 0n, price: 0n, buffer_units: 0, cap_units: null, daily_cap_units: null },
      // Units of placements were those of the whole goal.
      placements: row.placements.map(({ placement_id }) => ({ placement_id, units: null })),
      ...{ start_date: start, end_date: end },
    },
  )
  const { actor, at, reason } = step
  const draft = await lockPackage(tx, id)
  const booking = { actor, action: 'approve', at: new Date(at.getTime() + 1), reason, currency }
  await writePackageChange(tx, draft, { status: 'booked', approved_by: actor }, booking)
  return record(tx, row, step, { kind: 'makegood', units, short, makegood: id })
}

/** Credits missing units at their unit price. */
export async function creditPackage(
  tx: Tx,
  row: LockedPackage,
  asked: { readonly units?: number | undefined },
  step: Step,
): Promise<LockedPackage> {
  const { units, short } = await missingUnits(tx, row, asked.units)
  const amount = priceOfUnits(row.package_type, await priceOfOriginal(tx, row), units, step.reporting.currency)
  return record(tx, row, step, { kind: 'credit', units, short, amount })
}

/** Moves the end of the flight: the package is live again until then. */
export async function extendPackage(
  tx: Tx,
  row: LockedPackage,
  asked: { readonly end_date: string },
  step: Step,
): Promise<LockedPackage> {
  const { units, short } = await missingUnits(tx, row, undefined)
  const end = flightEnd(asked.end_date, step.reporting.timeZone)
  if (end.getTime() <= step.at.getTime()) throw endInPast()
  checkTerms(row.package_type, { ...termsOf(row), end_date: end }, step.reporting)
  return record(tx, row, step, { kind: 'extension', units, short, end })
}

/** Throws nothing_short, or package_invalid if fewer units are missing than asked for. */
async function missingUnits(tx: Tx, row: LockedPackage, asked: number | undefined) {
  const short = await shortUnits(tx, row)
  if (short === 0) throw new AppError('nothing_short', { details: { short_units: 0 } })
  const units = asked ?? short
  if (units > short)
    throw invalid([
      { field: 'units', code: 'more_than_missing', message: `At most ${short} units: those that are missing` },
    ])
  return { units, short }
}

/** Missing units of an ended package that nothing makes good yet; 0 in other states. */
export async function shortUnits(tx: Tx, row: PackageRow): Promise<number> {
  if (row.status !== 'ended' && row.status !== 'closed') return 0
  const delivered = unitsOf((await readDelivery(tx, [row]))(row.package_id), row.billing_basis)
  const { remaining } = billingOf(delivered, row.goal_units, row.buffer_units, row.cap_units)
  const madeGood = (await unitsMadeGood(tx, [row.package_id])).get(row.package_id) ?? 0
  return Math.max(0, (remaining ?? 0) - madeGood)
}

/** A makegood is free of charge: its units are worth what they cost in the package that it makes good. */
async function priceOfOriginal(tx: Tx, row: LockedPackage): Promise<Money> {
  let [price, original] = [row.unit_price, row.makegood_of]
  while (original !== null && price === 0n) {
    const before = await readStored(tx, original)
    price = before.unit_price
    original = before.makegood_of
  }
  return price
}

interface Adjusted {
  readonly kind: AdjustmentKind
  readonly units: number
  readonly short: number
  readonly amount?: Money
  readonly makegood?: string
  readonly end?: Date
}

async function record(tx: Tx, row: LockedPackage, step: Step, adjusted: Adjusted): Promise<LockedPackage> {
  const { actor, action, at, reporting } = step
  const { kind, units, short, amount, makegood, end } = adjusted
  const details = {
    units,
    ...(amount === undefined ? {} : { amount: moneyText(amount, reporting.currency) }),
    ...(makegood === undefined ? {} : { makegood_package_id: makegood }),
  }
  const changes = end === undefined ? {} : ({ status: 'live', end_date: end } as const)
  const note = { actor, action, at, reason: step.reason, currency: reporting.currency, details }
  const after = await writePackageChange(tx, row, changes, note)
  await tx`
    insert into package_adjustments (package_id, version, kind, units, short_units, amount, makegood_package_id, end_before,
      end_after, reason, approved_by, approved_at)
    values (${row.package_id}, ${after.version}, ${kind}, ${units}, ${short}, ${amount === undefined ? null : String(amount)},
      ${makegood ?? null}, ${end === undefined ? null : row.end_date}, ${end ?? null}, ${step.reason}, ${actor}, ${at})`
  return after
}

const MOST_CHARACTERS = 120
const MAKEGOOD = ' (makegood)'

function nameOfMakegood(name: string): string {
  return `${name.slice(0, MOST_CHARACTERS - MAKEGOOD.length).toWellFormed()}${MAKEGOOD}`
}

function endInPast(): AppError {
  return invalid([{ field: 'end_date', code: 'end_in_past', message: 'The new end must be in the future' }])
}
