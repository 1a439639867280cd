import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { type listQuotes as endpoint, QUOTE_STATES, type Quote, type QuoteState } from '@bx/contracts/endpoints/quotes'
import { moneyText, parseMoney } from '@bx/contracts/money'
import { actionsFor } from '@bx/contracts/packages/lifecycle'
import type { z } from 'zod'
import { type Fragment, type Sql, type Tx, textArray } from '../../db/client.ts'
import { hasWords, withoutMarksSql } from '../../db/searchText.ts'
import { AppError } from '../../lib/errors.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { refuseForeignId } from '../packages/packageRow.ts'
import { localDays } from '../packages/packageTerms.ts'
import type { Reading } from '../packages/showPackages.ts'

// Quotes: the packages that were quoted, with how their price was made.

type Ask = z.output<(typeof endpoint)['query']>

/** Rows of a file: all that match, up to this many. */
const MOST_IN_FILE = 10_000
const GROUPS: Readonly<Record<Ask['group'], readonly QuoteState[]>> = {
  all: QUOTE_STATES,
  open: ['open', 'held'],
  closed: ['expired', 'package', 'withdrawn'],
}

export function listQuotes(sql: Sql, ask: Ask, reading: Reading): Promise<Answer<typeof endpoint>> {
  const { currency, timeZone } = reading.reporting
  const [size, offset] = ask.format === 'csv' ? [MOST_IN_FILE, 0] : [ask.size, (ask.page - 1) * ask.size]
  return readSnapshot(sql, async (tx) => {
    const counted = await tx<{ state: QuoteState; n: number }[]>`
      select state, count(*) as n from ${source(tx, reading.now)} where ${hasWords(tx, tx`text`, ask.q)} group by state`
    const rows = await tx<Row[]>`
      select ${columns(tx)} from ${source(tx, reading.now)}
      where ${hasWords(tx, tx`text`, ask.q)} and state = any(${textArray(GROUPS[ask.group])}::text[])
      order by ${orderOf(tx, ask)}, quote_no desc limit ${size} offset ${offset}`
    const countOf = (state: QuoteState) => counted.find((one) => one.state === state)?.n ?? 0
    return {
      data: rows.map((row) => quoteOf(row, reading)),
      meta: {
        total: GROUPS[ask.group].reduce((sum, state) => sum + countOf(state), 0),
        ...{ page: ask.page, size: ask.size, currency, time_zone: timeZone },
        states: Object.fromEntries(QUOTE_STATES.map((state) => [state, countOf(state)])) as Record<QuoteState, number>,
      },
    }
  })
}

function orderOf(sql: Tx, { sort }: Ask): Fragment {
  const field = sort.replace('-', '')
  const column = field === 'merchant_name' ? sql`lower(merchant_name)` : sql`${sql(field)}`
  return sort.startsWith('-') ? sql`${column} desc nulls last` : sql`${column} nulls last`
}

/** Throws unknown_package if the package was never quoted. */
export async function readQuote(sql: Sql, packageId: string, reading: Reading): Promise<Quote> {
  refuseForeignId(packageId)
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from ${source(sql, reading.now)} where package_id = ${packageId}`
  if (row === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
  return quoteOf(row, reading)
}

type Times = 'quoted_at' | 'valid_until' | 'hold_expires_at'
type Computed = 'quote_name' | 'quote_state' | 'first_day' | 'last_day' | 'actions' | 'budget' | 'unit_price' | 'price'
interface Row extends Omit<Quote, Times | Computed> {
  readonly state: QuoteState
  readonly start_date: Date
  readonly end_date: Date
  readonly quoted_at: Date
  readonly valid_until: Date
  readonly hold_expires_at: Date | null
  readonly unit_price: string
  readonly price: string | null
}

function source(sql: Sql | Tx, now: number): Fragment {
  return sql`package_quotes q join merchant_packages p using (package_id) join merchant_dim using (merchant_id), lateral (
    select ${withoutMarksSql(sql, sql`concat_ws(' ', 'Q-' || lpad(quote_no::text, 4, '0'), package_name, merchant_name, quoted_by)`)}
      as text,
      case when status = 'cancelled' and approved_by is null then 'withdrawn' when status = 'held' then 'held'
        when status not in ('draft', 'quoted') then 'package' when valid_until <= ${new Date(now)} then 'expired'
        else 'open' end as state
  ) derived`
}

function columns(sql: Sql | Tx): Fragment {
  return sql`package_id, quote_no, merchant_id, merchant_name, package_name, package_type,
    coalesce(guaranteed_impressions, guaranteed_clicks, guaranteed_conversions) as units, unit_price::text as unit_price,
    price::text as price, start_date, end_date, quoted_at, valid_until, hold_expires_at, state, status,
    quoted_by as owner, inputs, rates_version, q.terms_version <> p.terms_version as is_changed, p.version`
}

function quoteOf(row: Row, { permissions, reporting }: Reading): Quote {
  const { state, start_date, end_date, ...shown } = row
  const { currency, timeZone } = reporting
  const [first, last] = localDays({ start_date, end_date }, timeZone)
  return {
    ...shown,
    quote_name: quoteName(row.quote_no),
    quote_state: state,
    budget: row.inputs === null ? null : moneyText(parseMoney(String(row.inputs.budget)), currency),
    unit_price: moneyText(BigInt(row.unit_price), currency),
    price: row.price === null ? null : moneyText(BigInt(row.price), currency),
    first_day: first,
    last_day: last,
    quoted_at: row.quoted_at.toISOString(),
    valid_until: row.valid_until.toISOString(),
    hold_expires_at: row.hold_expires_at?.toISOString() ?? null,
    actions: actionsFor(row.status, permissions),
  }
}

/** Q-0001 */
export function quoteName(quoteNo: number): string {
  return `Q-${String(quoteNo).padStart(4, '0')}`
}
