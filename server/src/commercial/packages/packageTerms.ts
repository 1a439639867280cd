import { type Problem, problemsOf } from '@bx/contracts/packages/rules'
import type { Tx } from '../../db/client.ts'
import { addDays, daysBetween } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { localNow, startOfDay } from '../../lib/localDay.ts'
import type { Organisation } from '../../settings/organisation.ts'
import type { PackagePlacement, PackageRow } from './packageRow.ts'

// The terms of a package: read from a request, and checked as a whole.

export type Reporting = Pick<Organisation, 'timeZone' | 'currency'>

const TERMS = [
  ...(['package_name', 'po_number', 'guaranteed_units', 'goal_units', 'unit_price', 'price', 'billing_basis'] as const),
  ...(['buffer_units', 'cap_units', 'daily_cap_units', 'end_rule', 'delivery_mode', 'placements'] as const),
  ...(['start_date', 'end_date', 'requires_slot_token'] as const),
  ...(['credit_model', 'credit_window_days', 'billed_status'] as const),
] as const
export type PackageTerms = Pick<PackageRow, (typeof TERMS)[number]>

export function termsOf(row: PackageTerms): PackageTerms {
  return Object.fromEntries(TERMS.map((field) => [field, row[field]])) as unknown as PackageTerms
}

/** Throws package_invalid with every problem of the terms. */
export function checkTerms(
  type: PackageRow['package_type'],
  terms: PackageTerms,
  { timeZone, currency }: Reporting,
): void {
  const [first, last] = localDays(terms, timeZone)
  const problems = problemsOf(
    {
      type,
      goal: terms.goal_units,
      contracted: terms.guaranteed_units,
      unitPrice: terms.unit_price,
      price: terms.price,
      basis: terms.billing_basis,
      buffer: terms.buffer_units,
      cap: terms.cap_units,
      dailyCap: terms.daily_cap_units,
      placementUnits: terms.placements.map(({ units }) => units),
      start: terms.start_date.getTime(),
      end: terms.end_date.getTime(),
      days: daysBetween(first, last) + 1,
      creditModel: terms.credit_model,
      creditWindowDays: terms.credit_window_days,
      billedStatus: terms.billed_status,
    },
    currency,
  )
  if (problems.length > 0) throw invalid(problems)
}

export function invalid(problems: readonly Problem[]): AppError {
  return new AppError('package_invalid', { details: problems })
}

/** First and last local day that a flight touches. */
export function localDays(
  { start_date: start, end_date: end }: { readonly start_date: Date; readonly end_date: Date },
  timeZone: string,
): [first: string, last: string] {
  return [localNow(start.getTime(), timeZone).day, localNow(end.getTime() - 1, timeZone).day]
}

/** The first instant of a flight, from a day or an instant. */
export function flightStart(text: string, timeZone: string): Date {
  return isDay(text) ? startOfDay(checkedDay('start_date', text), timeZone) : checkedInstant('start_date', text)
}

/** The first instant after a flight: a day is included, regardless of its length. */
export function flightEnd(text: string, timeZone: string): Date {
  return isDay(text) ? startOfDay(addDays(checkedDay('end_date', text), 1), timeZone) : checkedInstant('end_date', text)
}

/** Placements by id or key, each once. Throws unknown_placement, package_invalid. */
export async function findPlacements(
  tx: Tx,
  named: readonly { readonly placement_id: string; readonly units?: number | null | undefined }[],
): Promise<PackagePlacement[]> {
  if (named.length === 0) return []
  const known = await tx<{ id: string; key: string }[]>`
    select placement_id as id, placement_key as key from placement_dim`
  const byName = new Map([
    ...known.map(({ id, key }) => [key, id] as const),
    ...known.map(({ id }) => [id, id] as const),
  ])
  const found = named.map(({ placement_id: name, units }) => {
    const id = byName.get(name) ?? byName.get(name.toLowerCase())
    if (id === undefined) throw new AppError('unknown_placement', { details: { placement_id: name } })
    return { placement_id: id, units: units ?? null }
  })
  if (new Set(found.map(({ placement_id }) => placement_id)).size < found.length)
    throw invalid([{ field: 'placements', code: 'placement_repeated', message: 'Name each placement once' }])
  return found.toSorted((a, b) => (a.placement_id < b.placement_id ? -1 : 1))
}

function isDay(text: string): boolean {
  return text.length === 10
}

const [FIRST_YEAR, LAST_YEAR] = ['2000', '2199']

function checkedDay(field: string, day: string): string {
  checkYear(field, day.slice(0, 4))
  return day
}

function checkedInstant(field: string, text: string): Date {
  const at = new Date(text)
  checkYear(field, Number.isNaN(at.getTime()) ? '0' : at.toISOString().slice(0, 4))
  return at
}

/** Time zones and the database know these years; others are typing errors. */
function checkYear(field: string, year: string): void {
  if (year >= FIRST_YEAR && year <= LAST_YEAR) return
  throw invalid([{ field, code: 'year_out_of_range', message: `Expected a year from ${FIRST_YEAR} to ${LAST_YEAR}` }])
}
