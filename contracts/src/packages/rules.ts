import { decimalsOf } from '../currencies.ts'
import { type Money, moneyText, roundMoney } from '../money.ts'
import {
  BASES_OF,
  type BillingBasis,
  MAX_BUFFER_PCT,
  MAX_FLIGHT_DAYS,
  type PackageType,
  UNITS_PER_PRICE,
} from './values.ts'

// What the terms of a package must fulfil together. Pure, for the server and for forms.

export interface Terms {
  readonly type: PackageType
  /** Units that are to be delivered; null: an open CPA package. */
  readonly goal: number | null
  /** Per 1,000 impressions, per click or per conversion. */
  readonly unitPrice: Money
  /** Units that the price is for, and the price; both null for an open CPA package. */
  readonly contracted: number | null
  readonly price: Money | null
  readonly basis: BillingBasis
  readonly buffer: number
  readonly cap: number | null
  readonly dailyCap: number | null
  /** Units of each placement, or null for all: one pool. */
  readonly placementUnits: readonly (number | null)[]
  /** Milliseconds, half-open; `days` is the number of local days that it touches. */
  readonly start: number
  readonly end: number
  readonly days: number
  readonly creditModel: string | null
  readonly creditWindowDays: number | null
  readonly billedStatus: string | null
}

export interface Problem {
  /** Field of the request. */
  readonly field: string
  readonly code: string
  readonly message: string
}

/** Everything that is wrong with the terms; empty if they are valid. */
export function problemsOf(terms: Terms, currency: string): Problem[] {
  return [
    ...flightProblems(terms),
    ...unitProblems(terms),
    ...priceProblems(terms, currency),
    ...placementProblems(terms),
    ...billingProblems(terms),
  ]
}

/** The exact price of some units, rounded to the currency's smallest unit, half away from zero. */
export function priceOfUnits(type: PackageType, unitPrice: Money, units: number, currency: string): Money {
  const [product, per] = [unitPrice * BigInt(units), UNITS_PER_PRICE[type]]
  // One rounding only: to the smallest unit that the currency has.
  const step = 10n ** BigInt(4 - decimalsOf(currency))
  return ((2n * product + per * step) / (2n * per * step)) * step
}

function flightProblems({ start, end, days }: Terms): Problem[] {
  if (end <= start) return [problem('end_date', 'end_before_start', 'The end must be after the start')]
  if (days > MAX_FLIGHT_DAYS)
    return [problem('end_date', 'flight_too_long', `A flight has at most ${MAX_FLIGHT_DAYS} days, not ${days}`)]
  return []
}

function unitProblems({ type, goal, cap, buffer, dailyCap, days }: Terms): Problem[] {
  if (goal === null) {
    const found: Problem[] = []
    if (type !== 'CPA')
      found.push(problem('guaranteed_units', 'units_missing', `A ${type} package needs guaranteed units`))
    if (buffer > 0)
      found.push(problem('buffer_units', 'buffer_without_goal', 'A package without guaranteed units has no buffer'))
    return found
  }
  const mostBuffer = Math.floor((goal * MAX_BUFFER_PCT) / 100)
  const found: Problem[] = []
  if (buffer > mostBuffer)
    found.push(
      problem('buffer_units', 'buffer_too_large', `At most ${mostBuffer} units: ${MAX_BUFFER_PCT}% of the goal`),
    )
  if (cap !== null && cap < goal + buffer)
    found.push(
      problem('cap_units', 'cap_below_goal', `At least ${goal + buffer} units: the goal and the buffer, or no cap`),
    )
  const least = Math.ceil(goal / Math.max(1, days))
  if (dailyCap !== null && dailyCap < least)
    found.push(
      problem('daily_cap_units', 'daily_cap_too_low', `At least ${least} units a day are needed to reach the goal`),
    )
  return found
}

function priceProblems({ type, contracted, unitPrice, price }: Terms, currency: string): Problem[] {
  if (price !== null && price !== roundMoney(price, decimalsOf(currency)))
    return [problem('price', 'too_many_decimals', `${currency} has ${decimalsOf(currency)} decimals`)]
  if (contracted === null || price === null) {
    if (contracted === null && price === null) return []
    const message = contracted === null ? 'A price needs guaranteed units' : 'Guaranteed units need a price'
    return [problem('price', 'price_without_units', message)]
  }
  const expected = priceOfUnits(type, unitPrice, contracted, currency)
  if (price === expected) return []
  const [wanted, difference] = [moneyText(expected, currency), moneyText(price - expected, currency)]
  return [
    problem('price', 'price_differs', `The units cost ${wanted} at this unit price; the difference is ${difference}`),
  ]
}

function placementProblems({ goal, placementUnits }: Terms): Problem[] {
  const given = placementUnits.filter((units) => units !== null)
  if (given.length === 0) return []
  if (given.length < placementUnits.length)
    return [problem('placements', 'units_of_some', 'Give units for each placement, or for none of them')]
  const sum = given.reduce((total, units) => total + units, 0)
  if (sum === goal) return []
  return [
    problem('placements', 'units_differ', `The placements have ${sum} units together, the goal is ${goal ?? 'open'}`),
  ]
}

function billingProblems({ type, basis, creditModel, creditWindowDays, billedStatus }: Terms): Problem[] {
  const found: Problem[] = []
  if (!BASES_OF[type].includes(basis))
    found.push(problem('billing_basis', 'basis_of_other_type', `${type} is billed by ${BASES_OF[type].join(' or ')}`))
  const credit = { credit_model: creditModel, credit_window_days: creditWindowDays, billed_status: billedStatus }
  for (const [field, value] of Object.entries(credit)) {
    if (type === 'CPA' && value === null)
      found.push(problem(field, 'credit_missing', 'A CPA package needs a credit model, a window and the billed status'))
    if (type !== 'CPA' && value !== null)
      found.push(problem(field, 'credit_not_used', `A ${type} package is not billed by conversion`))
  }
  return found
}

function problem(field: string, code: string, message: string): Problem {
  return { field, code, message }
}
