import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { MIN_COMPARED } from '@bx/contracts/metrics/change'
import type { z } from 'zod'
import type { Tx } from '../db/client.ts'
import { hasWords, withoutMarksSql } from '../db/searchText.ts'
import { UNATTRIBUTED } from '../facts/sumIds.ts'
import { addDays, type Days } from '../lib/clock.ts'
import type { Period } from './period.ts'

// The impressions of each merchant, and the merchants of a page. Reads one row a merchant and day.

type Query = z.output<(typeof merchantList)['query']>

export interface MerchantAsk extends Pick<Query, 'q' | 'category' | 'seen' | 'sort' | 'page'> {
  /** Rows of a page; null: all of them. */
  readonly size: number | null
}

/** What adds up over merchants. */
export interface MerchantSums {
  readonly impressions: number
  readonly clicks: number
  /** Over whole days, here and before. */
  readonly wholeHere: number
  readonly wholeBefore: number
  readonly clicksHere: number
  readonly clicksBefore: number
  /** Stored impressions of the period behind the figures. */
  readonly stored: number
  readonly flagged: number
}

export interface MerchantCounts extends MerchantSums {
  readonly merchant_id: string
  readonly merchant_ref: string | null
  readonly merchant_name: string
  readonly category: string | null
  readonly last_shown_day: string | null
}

interface MerchantPage {
  /** In the requested order, except for reach and frequency, which are not known here. */
  readonly rows: readonly MerchantCounts[]
  /** Matching merchants on all pages. */
  readonly total: number
  /** Of the matching merchants. */
  readonly found: MerchantSums
  readonly categories: readonly { readonly category: string | null; readonly merchants: number }[]
  /** Over all merchants. */
  readonly sums: {
    readonly impressions: number
    readonly wholeHere: number
    readonly wholeBefore: number
    readonly merchants_known: number
    readonly merchants_shown: number
    readonly merchants_not_shown_7d: number
    readonly last_shown_day: string | null
    readonly most_shown: Pick<MerchantCounts, 'merchant_id' | 'merchant_name' | 'impressions'> | null
  }
}

/** "Not shown" means no impressions in the last seven days, today included. */
const SEEN_DAYS = 7

/**
 * @param today in the reporting zone
 * @param enough impressions from which a CTR is ranked
 */
export async function readMerchantCounts(
  tx: Tx,
  ask: MerchantAsk,
  period: Period,
  { today, enough }: { readonly today: string; readonly enough: number },
): Promise<MerchantPage> {
  const isUnseen = tx`coalesce(last_shown_day <= ${addDays(today, -SEEN_DAYS)}, true)`
  const rows = await tx<MerchantPage[]>`
    with listed as materialized (${listed(tx, period, today)}),
    found as materialized (
      select * from listed
      where ${ask.q === undefined ? tx`true` : hasWords(tx, withoutMarksSql(tx, tx`concat_ws(' ', merchant_name, merchant_ref, category)`), ask.q)}
        ${ask.seen === 'all' ? tx`` : tx`and ${isUnseen}`}
        ${ask.category === undefined ? tx`` : tx`and category is not distinct from ${ask.category || null}`}
    ), page as (
      select found, row_number() over (order by ${orderOf(tx, ask, enough)}, lower(merchant_name), merchant_id) as place
      from found order by place ${ask.size === null ? tx`` : tx`limit ${ask.size} offset ${(ask.page - 1) * ask.size}`}
    )
    select (select coalesce(json_agg(found order by place), '[]') from page) as rows, (select count(*) from found) as total,
      (select json_build_object(${sumsOf(tx)}) from found) as found,
      (select coalesce(json_agg(json_build_object('category', category, 'merchants', merchants)
        order by lower(category) nulls last, category), '[]')
        from (select category, count(*) as merchants from merchant_dim group by 1) named) as categories,
      (select json_build_object('impressions', coalesce(sum(impressions), 0), 'wholeHere', coalesce(sum("wholeHere"), 0),
        'wholeBefore', coalesce(sum("wholeBefore"), 0), 'merchants_known', count(*),
        'merchants_shown', count(*) filter (where impressions > 0),
        'merchants_not_shown_7d', count(*) filter (where ${isUnseen}), 'last_shown_day', max(last_shown_day),
        'most_shown', (select json_build_object('merchant_id', merchant_id, 'merchant_name', merchant_name,
          'impressions', impressions) from listed where impressions > 0
          order by impressions desc, lower(merchant_name), merchant_id limit 1)) from listed) as sums`
  return rows[0]!
}

/** The arguments of json_build_object. */
function sumsOf(tx: Tx) {
  return tx`'impressions', coalesce(sum(impressions), 0), 'clicks', coalesce(sum(clicks), 0),
        'wholeHere', coalesce(sum("wholeHere"), 0), 'wholeBefore', coalesce(sum("wholeBefore"), 0),
        'clicksHere', coalesce(sum("clicksHere"), 0), 'clicksBefore', coalesce(sum("clicksBefore"), 0),
        'stored', coalesce(sum(stored), 0), 'flagged', coalesce(sum(flagged), 0)`
}

/** All merchants, shown or not. */
function listed(tx: Tx, period: Period, today: string) {
  const whole = period.before?.wholeDays ?? null
  const from = whole && whole.before.start < period.start ? whole.before.start : period.start
  const net = period.gross ? tx`` : tx`and not flagged`
  const sumIn = (days: Days | null) =>
    days === null
      ? tx`0::bigint`
      : tx`coalesce(sum(impressions) filter (where day between ${days.start} and ${days.end} ${net}), 0)::bigint`
  const clicksIn = (days: Days | null) =>
    days === null
      ? tx`0::bigint`
      : tx`coalesce(sum(clicks) filter (where day between ${days.start} and ${days.end}), 0)::bigint`
  // For days up to today the last one is already known: it is looked up only for merchants without any.
  const isUpToNow = period.end >= today
  return tx`
    select merchant_id, merchant_ref, merchant_name, category, coalesce(${isUpToNow ? tx`shown.last, ` : tx``}(
        select day from merchant_daily where merchant_daily.merchant_id = merchant_dim.merchant_id ${net}
        order by day desc limit 1)) as last_shown_day,
      coalesce(shown.impressions, 0) as impressions, coalesce(shown.here, 0) as "wholeHere",
      coalesce(shown.before, 0) as "wholeBefore", coalesce(shown.stored, 0) as stored, coalesce(shown.flagged, 0) as flagged,
      coalesce(clicked.clicks, 0) as clicks, coalesce(clicked.here, 0) as "clicksHere",
      coalesce(clicked.before, 0) as "clicksBefore"
    from merchant_dim
      left join (
        select merchant_id, ${sumIn(period)} as impressions, ${sumIn(whole?.here ?? null)} as here,
          ${sumIn(whole?.before ?? null)} as before, max(day) filter (where true ${net}) as last,
          coalesce(sum(impressions) filter (where day >= ${period.start} and not flagged), 0)::bigint as stored,
          coalesce(sum(impressions) filter (where day >= ${period.start} and flagged), 0)::bigint as flagged
        from merchant_daily where day between ${from} and ${period.end}
        group by merchant_id
      ) shown using (merchant_id)
      left join (
        select merchant_id, ${clicksIn(period)} as clicks, ${clicksIn(whole?.here ?? null)} as here,
          ${clicksIn(whole?.before ?? null)} as before
        from click_daily where day between ${from} and ${period.end} and placement_id <> ${UNATTRIBUTED}
        group by merchant_id
      ) clicked using (merchant_id)`
}

function orderOf(tx: Tx, { sort }: MerchantAsk, enough: number) {
  const column = columnOf(tx, sort, enough)
  return sort.startsWith('-') ? tx`${column} desc nulls last` : tx`${column} nulls last`
}

function columnOf(tx: Tx, sort: MerchantAsk['sort'], enough: number) {
  switch (sort.replace('-', '')) {
    case 'merchant_name':
      return tx`lower(merchant_name)`
    case 'category':
      return tx`lower(category)`
    case 'change':
      // Too few impressions make the largest changes, and sort last.
      return tx`case when "wholeHere" + "wholeBefore" >= ${MIN_COMPARED} then
        case when "wholeBefore" = 0 then 'Infinity'::float8 else "wholeHere"::float8 / "wholeBefore" end end`
    case 'ctr_pct':
      return tx`case when impressions >= ${Math.max(1, enough)} then clicks::float8 / impressions end`
    case 'last_shown_day':
      return tx`last_shown_day`
    case 'unique_users':
    case 'frequency':
      return tx`null::bigint` // by name, like rows with equal reach
    default:
      return tx`impressions`
  }
}
