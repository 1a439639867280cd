import { addMoney, type Money, parseMoney } from '@bx/contracts/money'
import type { Sql } from 'postgres'
import { type Counts, type Figures, medianOf, type Sales, sum } from './figures.ts'
import type { Story } from './story.ts'

// The figures counted by hand from the raw rows of the story's days.

interface Shown {
  readonly id: string
  readonly at: number
  readonly day: string
  readonly placement: string
  readonly merchant: string
  readonly user: string
  readonly session: string
  readonly viewable: boolean | null
}
interface Clicked {
  readonly id: string
  readonly at: number
  readonly merchant: string
  readonly user: string
  readonly session: string
  readonly exposure: string | null
}
interface Sold {
  readonly at: number
  readonly merchant: string
  readonly user: string
  readonly click: string | null
  readonly status: string
  readonly commission: string
}

export async function countRows(sql: Sql, story: Story): Promise<Figures> {
  const { placement, merchant, other, days, timeZone } = story
  const merchants = [merchant.id, other.id]
  const inRange = sql`(timestamp at time zone ${timeZone})::date between ${days[0]} and ${days[1]}`
  const own = sql`merchant_id = any(${merchants}) and ${inRange}`
  const at = sql`extract(epoch from timestamp)::float8 as at`
  const shown = await sql<Shown[]>`
    select event_id as id, ${at}, (timestamp at time zone ${timeZone})::date::text as day, placement_id as placement, merchant_id as merchant, user_id as user,
      session_id as session, viewable
    from exposure_events where ${own} and ivt_reason is null`
  const clicked = await sql<Clicked[]>`
    select click_id as id, ${at}, merchant_id as merchant, user_id as user, session_id as session,
      exposure_event_id as exposure
    from click_events where ${own} and ivt_reason is null`
  const sold = await sql<Sold[]>`
    select ${at}, merchant_id as merchant, user_id as user, click_id as click, status, commission_amount as commission
    from conversion_events where ${own}`
  const [slots] = await sql<{ filled: number; available: number }[]>`
    select sum(slots_filled)::int as filled, sum(slots_available)::int as available
    from render_events where placement_id = ${placement.id} and ${inRange}`
  const figures = figuresOf({ shown, clicked, sold }, placement.id, merchants)
  return { ...figures, placement: { ...figures.placement, ...slots! } }
}

interface Rows {
  readonly shown: readonly Shown[]
  readonly clicked: readonly Clicked[]
  readonly sold: readonly Sold[]
}

function figuresOf(rows: Rows, placement: string, [merchant, other]: readonly string[]) {
  const isTracked = ({ status }: Sold) => status === 'pending' || status === 'confirmed'
  const every = rows.sold.map((sale) => ({ sale, ...decide(rows, sale) }))
  const decided = every.filter(({ sale }) => isTracked(sale))
  const own = decided.filter(({ sale }) => sale.merchant === merchant)
  const counts = (isIn: (row: Shown) => boolean): Counts => {
    const shown = rows.shown.filter(isIn)
    const people = new Set(shown.map(({ user }) => user))
    const credited = every.filter(({ exposure }) => exposure !== null && isIn(exposure))
    const sales = credited.filter(({ sale }) => isTracked(sale))
    return {
      ...{ impressions: shown.length, viewable: shown.filter(({ viewable }) => viewable).length, reach: people.size },
      visitors: [...people].filter((user) => user.endsWith('00000000')).length,
      clicks: onceEach(rows).filter((click) => isInCredit(rows, click, isIn)).length,
      ...{ sales: sales.length, commission: moneyOf(sales) },
      rejected: credited.filter(({ sale }) => sale.status === 'rejected').length,
    }
  }
  const ofMerchant = rows.clicked.filter((row) => row.merchant === merchant)
  const once = onceEach(rows).filter((row) => row.merchant === merchant)
  const isHere = (row: Shown) => row.placement === placement
  const lags = own.flatMap(({ sale, exposure }) => (exposure ? [sale.at - exposure.at] : []))
  return {
    placement: {
      ...{ ...counts(isHere), ...sessionsOf(rows.shown.filter(isHere)) },
      assisted: decided.filter(({ sale }) => touches(rows, sale).some(isHere)).length,
    },
    merchant: {
      ...counts((row) => row.merchant === merchant),
      unattributed: reasonsOf(own),
      unattributedClicks: once.filter((click) => credit(rows, click) === null).length,
      repeatedClicks: ofMerchant.length - once.length,
    },
    paths: { sales: own.length, commission: moneyOf(own), medianSeconds: medianOf(lags) },
    owners: [merchant, other].map((id) => sum(rows.shown, (row) => Number(isHere(row) && row.merchant === id))) as [
      number,
      number,
    ],
  }
}

/** Sessions of each day, and the merchants each saw. */
function sessionsOf(shown: readonly Shown[]) {
  const merchants = new Set(shown.map((row) => `${row.day} ${row.session} ${row.merchant}`))
  return { merchantsShown: merchants.size, sessions: new Set(shown.map((row) => `${row.day} ${row.session}`)).size }
}

function moneyOf(sales: readonly { readonly sale: Sold }[]): Money {
  return addMoney(sales.map(({ sale }) => parseMoney(sale.commission)))
}

function reasonsOf(decided: readonly { readonly sale: Sold; readonly reason: string }[]): Record<string, Sales> {
  const byReason = Map.groupBy(
    decided.filter(({ reason }) => reason !== ''),
    ({ reason }) => reason,
  )
  return Object.fromEntries([...byReason].map(([reason, sales]) => [reason, [sales.length, moneyOf(sales)]]))
}

/** The exposure that a click names, else the last one of its session. */
function credit({ shown }: Rows, click: Clicked): Shown | null {
  const isSeen = (row: Shown) => row.session === click.session && row.merchant === click.merchant && row.at <= click.at
  return last(shown.filter((row) => (click.exposure === null ? isSeen(row) : row.id === click.exposure)))
}

/** Clicks that follow another one of the same person within 10 seconds are the same click. */
function onceEach({ clicked }: Rows): Clicked[] {
  const isEcho = (a: Clicked, b: Clicked) =>
    a.user === b.user && a.merchant === b.merchant && a.at < b.at && b.at - a.at <= 10
  return clicked.filter((click) => !clicked.some((earlier) => isEcho(earlier, click)))
}

function isInCredit(rows: Rows, click: Clicked, isIn: (row: Shown) => boolean): boolean {
  const exposure = credit(rows, click)
  return exposure !== null && isIn(exposure)
}

/** The named click's exposure, else the last click's, else the last one that was in view. */
function decide(rows: Rows, sale: Sold): { exposure: Shown | null; reason: string } {
  const named = rows.clicked.find(({ id }) => id === sale.click)
  if (sale.click !== null && named === undefined) return { exposure: null, reason: 'unknown_click' }
  const clicks = rows.clicked.filter((row) => isOfBuyer(row, sale) && credit(rows, row) !== null)
  const click = named ?? last(clicks)
  const exposure = click ? credit(rows, click) : last(touches(rows, sale))
  return { exposure, reason: exposure === null ? 'no_exposure' : '' }
}

/** Exposures before the sale that were in view, or clicked. */
function touches(rows: Rows, sale: Sold): Shown[] {
  if (sale.click !== null && !rows.clicked.some(({ id }) => id === sale.click)) return []
  const clicked = rows.clicked.filter((row) => isOfBuyer(row, sale)).map((row) => credit(rows, row))
  return rows.shown.filter((row) => isOfBuyer(row, sale) && (row.viewable !== false || clicked.includes(row)))
}

function isOfBuyer(row: Shown | Clicked, sale: Sold): boolean {
  return row.user === sale.user && row.merchant === sale.merchant && row.at <= sale.at
}

function last<T extends { readonly at: number }>(rows: readonly T[]): T | null {
  return rows.toSorted((a, b) => a.at - b.at).at(-1) ?? null
}
