import { randomBytes } from 'node:crypto'
import { decimalsOf, roughly } from '@bx/contracts/currencies'
import { createPackage as endpoint } from '@bx/contracts/endpoints/packages'
import { moneyText, parseMoney } from '@bx/contracts/money'
import type { Move } from '@bx/contracts/packages/lifecycle'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import type { PackageType } from '@bx/contracts/packages/values'
import { saveStaff } from '../../server/src/accounts/saveStaff.ts'
import { clockPackages } from '../../server/src/commercial/packages/clockPackages.ts'
import { createPackage } from '../../server/src/commercial/packages/createPackage.ts'
import { movePackage } from '../../server/src/commercial/packages/movePackage.ts'
import { readStored } from '../../server/src/commercial/packages/packageRow.ts'
import type { Reporting } from '../../server/src/commercial/packages/packageTerms.ts'
import { withPackage } from '../../server/src/commercial/packages/withPackage.ts'
import type { Sql } from '../../server/src/db/client.ts'
import { DAY } from '../../server/src/lib/clock.ts'
import { localNow } from '../../server/src/lib/localDay.ts'

// Packages of the demo, one or more in each state. Their history is made of the same steps that people take, at their own times.

interface DemoPackage {
  readonly name: string
  /** merchant_ref. */
  readonly merchant: string
  readonly type: PackageType
  readonly units: number | null
  /** Per 1,000 impressions, click or conversion, in euros; other currencies get about the same value. */
  readonly price: number
  /** First and last day, in days from today. */
  readonly days: readonly [first: number, last: number]
  readonly placements: readonly string[]
  /** What happened, in order; each step a day after the one before, the first a week before the flight. */
  readonly moves: readonly (readonly [move: Move, reason?: string])[]
}

/** Who sold them and who approved them; nobody signs in as them. */
const PEOPLE = [
  { email: 'sales@example.com', name: 'Demo Sales', role: 'sales' },
  { email: 'commercial@example.com', name: 'Demo Commercial', role: 'commercial' },
] as const
const [SELLER, APPROVER] = [PEOPLE[0].email, PEOPLE[1].email]

const SOLD = [['quote'], ['hold'], ['approve']] as const

const PACKAGES: readonly DemoPackage[] = [
  {
    ...of('Winter sun', 'tern-airways', 'CPI', 6500, 10.5),
    days: [-14, 16],
    placements: ['home_earn_carousel', 'search_results'],
    moves: SOLD,
  },
  {
    ...of('Black Friday', 'voltiq-electronics', 'CPI', 6000, 11),
    days: [-4, 6],
    placements: ['deals_banner'],
    moves: SOLD,
  },
  { ...of('Autumn clicks', 'fernway-coffee', 'CPC', 620, 0.5), days: [-20, 10], placements: [], moves: SOLD },
  {
    ...of('Glow week', 'luma-skin', 'CPI', 3000, 9.5),
    days: [-6, 8],
    placements: ['category_browse', 'wallet_card'],
    moves: SOLD,
  },
  { ...of('Always on', 'atlas-hotels', 'CPA', null, 18), days: [-40, 60], placements: [], moves: SOLD },
  {
    ...of('Team kit', 'cobalt-sports', 'CPI', 4000, 9),
    ...{ days: [-8, 20], placements: ['weekly_email'] },
    moves: [...SOLD, ['pause', 'The product is sold out']],
  },
  {
    ...of('Opening week', 'northlight-audio', 'CPI', 2500, 9.5),
    ...{ days: [0, 12], placements: ['home_earn_carousel'] },
    moves: SOLD,
  },
  { ...of('Christmas edit', 'juniper-fashion', 'CPI', 12_000, 10), days: [3, 24], placements: [], moves: SOLD },
  {
    ...of('New year resets', 'summit-gear', 'CPI', 8000, 9.2),
    days: [30, 50],
    placements: [],
    moves: [['quote'], ['hold']],
  },
  { ...of('Winter warmers', 'bento-yard', 'CPC', 300, 0.55), days: [14, 40], placements: [], moves: [['quote']] },
  { ...of('Spring launch', 'petal-and-pine', 'CPI', 10_000, 9), days: [70, 100], placements: [], moves: [] },
  {
    ...of('Harvest', 'sprout-grocers', 'CPI', 1300, 9.8),
    days: [-30, -9],
    placements: ['search_results'],
    moves: [...SOLD, ['close']],
  },
  {
    ...of('Half-term days out', 'marquee-tickets', 'CPI', 6000, 9.4),
    days: [-25, -2],
    placements: ['home_earn_carousel'],
    moves: SOLD,
  },
  {
    ...of('Loyalty push', 'skylark-cars', 'CPI', 20_000, 5.5),
    ...{ days: [10, 20], placements: ['push_offers'] },
    moves: [['quote'], ['withdraw', 'The merchant chose another month']],
  },
]

function of(name: string, merchant: string, type: PackageType, units: number | null, price: number) {
  return { name, merchant, type, units, price }
}

/** Creates the demo's packages, unless there are packages already. */
export async function fillPackages(sql: Sql, reporting: Reporting, now = Date.now()): Promise<void> {
  const [some] = await sql`select from merchant_packages limit 1`
  if (some !== undefined) return
  for (const person of PEOPLE)
    await saveStaff(sql, 'demo', { ...person, password: randomBytes(24).toString('base64url') })
  for (const one of PACKAGES) await fillPackage(sql, reporting, one, now)
  await clockPackages(sql, now, reporting.currency)
}

async function fillPackage(sql: Sql, reporting: Reporting, one: DemoPackage, now: number): Promise<void> {
  const dayOf = (days: number) => localNow(now + days * DAY, reporting.timeZone).day
  // Sold a week before the flight, but not in the future.
  const sold = Math.min(now - 5 * DAY, now + (one.days[0] - 7) * DAY)
  const body = endpoint.body.parse({
    ...{ package_name: one.name, merchant_id: one.merchant, package_type: one.type, guaranteed_units: one.units },
    ...{ unit_price: unitPriceOf(one, reporting.currency), price: priceOf(one, reporting.currency) },
    ...{ start_date: dayOf(one.days[0]), end_date: dayOf(one.days[1]) },
    placements: one.placements.map((key) => ({ placement_id: key })),
    ...(one.type === 'CPA'
      ? { credit_model: 'decisive_touch', credit_window_days: 30, billed_status: 'confirmed' }
      : {}),
  })
  const packageId = await createPackage(sql, { actor: SELLER, at: new Date(sold), reporting }, body)
  for (const [i, [move, reason = null]] of one.moves.entries()) {
    const at = i < 3 ? sold + (i + 1) * DAY : now - DAY
    await clockPackages(sql, at, reporting.currency)
    const { version } = await readStored(sql, packageId)
    const actor = move === 'approve' ? APPROVER : SELLER
    await withPackage(sql, { actor, action: move, reason, reporting, packageId, version, now: at }, (tx, row, step) =>
      movePackage(tx, row, move, step),
    )
  }
}

function priceOf(one: DemoPackage, currency: string): string | null {
  const { type, units } = one
  if (units === null) return null
  return moneyText(priceOfUnits(type, parseMoney(unitPriceOf(one, currency)), units, currency), currency)
}

function unitPriceOf({ price }: DemoPackage, currency: string): string {
  return Number(roughly(price, currency)).toFixed(decimalsOf(currency))
}
