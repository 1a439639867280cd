import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listPackages as endpoint } from '@bx/contracts/endpoints/packages'
import { PACKAGE_STATES, type PackageState } from '@bx/contracts/packages/values'
import type { z } from 'zod'
import { type Fragment, type Sql, type Tx, textArray } from '../../db/client.ts'
import { isMerchantNamed, isPlacementNamed } from '../../db/namedRow.ts'
import { hasWords, withoutMarksSql } from '../../db/searchText.ts'
import { addDays } from '../../lib/clock.ts'
import { startOfDay } from '../../lib/localDay.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { type Reading, showPackages } from './showPackages.ts'

// One page of packages: which ones match, in what order, and how many there are in each state.

type Ask = z.output<(typeof endpoint)['query']>

/** Rows of a file: all that match, up to this many. */
const MOST_IN_FILE = 10_000

export function listPackages(sql: Sql, ask: Ask, reading: Reading): Promise<Answer<typeof endpoint>> {
  const { currency, timeZone } = reading.reporting
  return readSnapshot(sql, async (tx) => {
    const states = await tx<{ status: string; n: number }[]>`
      select status, count(*) as n from ${source(tx)} where ${matches(tx, ask, timeZone)} group by status`
    const wanted = ask.status?.split(',')
    const ids = await tx<{ id: string }[]>`
      select package_id as id from ${source(tx)} where ${matches(tx, ask, timeZone)}
        and (${wanted === undefined} or status = any(${textArray(wanted ?? [])}::text[]))
      order by ${orderOf(tx, ask)}, package_id
      limit ${ask.format === 'csv' ? MOST_IN_FILE : ask.size} offset ${ask.format === 'csv' ? 0 : (ask.page - 1) * ask.size}`
    const counted = states.filter(({ status }) => wanted === undefined || wanted.includes(status))
    return {
      data: await showPackages(
        tx,
        ids.map(({ id }) => id),
        reading,
      ),
      meta: {
        total: counted.reduce((sum, { n }) => sum + n, 0),
        ...{ page: ask.page, size: ask.size, currency, time_zone: timeZone },
        states: eachState((state) => states.find(({ status }) => status === state)?.n ?? 0),
      },
    }
  })
}

function eachState(count: (state: PackageState) => number): Record<PackageState, number> {
  return Object.fromEntries(PACKAGE_STATES.map((state) => [state, count(state)])) as Record<PackageState, number>
}

function source(sql: Tx): Fragment {
  return sql`merchant_packages p join merchant_dim using (merchant_id), lateral (select
    ${withoutMarksSql(sql, sql`concat_ws(' ', package_name, merchant_name, po_number)`)} as text) searched`
}

function matches(sql: Tx, ask: Ask, timeZone: string): Fragment {
  const from = ask.start_date === undefined ? null : startOfDay(ask.start_date, timeZone)
  const until = ask.end_date === undefined ? null : startOfDay(addDays(ask.end_date, 1), timeZone)
  return sql`${hasWords(sql, sql`text`, ask.q)}
    and (${ask.package_type ?? null}::text is null or package_type = ${ask.package_type ?? null})
    and ${ask.merchant_id === undefined ? sql`true` : isMerchantNamed(sql, ask.merchant_id)}
    and ${ask.placement_id === undefined ? sql`true` : isSoldOn(sql, ask.placement_id)}
    and (${from}::timestamptz is null or end_date > ${from})
    and (${until}::timestamptz is null or start_date < ${until})`
}

/** A package without placements is sold on all of them. */
function isSoldOn(sql: Tx, placement: string): Fragment {
  return sql`exists (select from placement_dim where ${isPlacementNamed(sql, placement)} and (
    exists (select from package_placements s where s.package_id = p.package_id and valid_until is null
      and s.placement_id = placement_dim.placement_id)
    or not exists (select from package_placements s where s.package_id = p.package_id and valid_until is null)))`
}

/** 0: behind, ahead, ended short, or unlikely to reach its goal; 1: live or paused; 2: the others. As the screen groups them. */
function urgency(sql: Tx): Fragment {
  return sql`case
    when status <> 'closed' and exists (
      select from (select status as found, chance from pacing_checks c where c.package_id = p.package_id
        order by checked_at desc limit 1) last
      where found in ('UNDER_DELIVERING', 'OVER_DELIVERING', 'ENDED_SHORT')
        or found in ('ON_TRACK', 'WARMING_UP', 'NOT_STARTED') and chance < 0.5) then 0
    when status in ('live', 'paused') then 1 else 2 end`
}

function orderOf(sql: Tx, { sort }: Ask): Fragment {
  if (sort === 'urgency') return sql`${urgency(sql)}, end_date`
  const field = sort.replace('-', '')
  const column = field.endsWith('_name')
    ? sql`lower(${sql(field)})`
    : field === 'updated_at'
      ? sql`p.updated_at`
      : sql`${sql(field)}`
  return sort.startsWith('-') ? sql`${column} desc nulls last` : sql`${column} nulls last`
}
