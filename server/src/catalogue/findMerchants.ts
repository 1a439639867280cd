import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listMerchants } from '@bx/contracts/endpoints/merchants'
import type { z } from 'zod'
import type { Sql } from '../db/client.ts'
import { isMerchantNamed } from '../db/namedRow.ts'
import { hasWords, withoutMarks, withoutMarksSql } from '../db/searchText.ts'
import { type Merchant, withVersion } from './merchant.ts'

// One page of merchants: which ones match, and in what order.

type Ask = z.output<(typeof listMerchants)['query']>

export async function findMerchants(sql: Sql, ask: Ask): Promise<Answer<typeof listMerchants>> {
  const rows = await sql<(Merchant & { total: number })[]>`
    with found as materialized (
      select merchant_id, merchant_ref, merchant_name, category, ${rankOf(sql, ask)} as rank
      from merchant_dim, lateral (select
        ${withoutMarksSql(sql, sql`merchant_name`)} as name,
        ${withoutMarksSql(sql, sql`concat_ws(' ', merchant_name, merchant_ref, category)`)} as text) as searched
      where ${matches(sql, ask)}
    ), page as (
      select *, row_number() over (order by ${orderOf(sql, ask)}, merchant_id) as place from found
      order by place limit ${ask.size} offset ${(ask.page - 1) * ask.size}
    )
    select (select count(*) from found)::int as total, merchant_id, merchant_ref, merchant_name, category
    from (values (1)) as one left join page on true order by place`
  return {
    data: rows
      .filter(({ merchant_id }) => merchant_id !== null)
      .map(({ total: _, ...merchant }) => withVersion(merchant)),
    meta: { total: rows[0]!.total, page: ask.page, size: ask.size },
  }
}

function matches(sql: Sql, { q, id, match }: Ask) {
  const holds = hasWords(sql, sql`text`, q)
  const isFound = match === 'letters' ? sql`(${holds} or name like ${scattered(q ?? '')})` : holds
  if (id === undefined) return isFound
  return sql`${isMerchantNamed(sql, id)} and ${isFound}`
}

/**
 * 0 for a name that begins with the search, or an equal reference; then matches at the start of words, then the rest.
 */
function rankOf(sql: Sql, { q }: Ask) {
  const search = withoutMarks(q ?? '').trim()
  return sql`case
    when starts_with(name, ${search}) or lower(merchant_ref) = ${search} then 0
    when ${hasWords(sql, sql`' ' || text`, q, ' ')} then 1
    when strpos(text, ${search}) > 0 then 2 else 3 end`
}

function orderOf(sql: Sql, { sort }: Ask) {
  if (sort === undefined) return sql`rank, lower(merchant_name)`
  const column = sql`lower(${sql(sort.replace('-', ''))})`
  return sort.startsWith('-') ? sql`${column} desc nulls last` : sql`${column} nulls last`
}

/** A pattern that matches the letters in their order, with anything in between. */
function scattered(search: string): string {
  const letters = [...withoutMarks(search).replace(/\s/g, '')]
  return `%${letters.map((letter) => (/[\\%_]/.test(letter) ? `\\${letter}` : letter)).join('%')}%`
}
