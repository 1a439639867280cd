import type { Answer, Query } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent } from '@bx/contracts/metrics/metric'
import type { Sql, Tx } from '../store/db.ts'
import { reachOf } from '../store/unionSketches.ts'
import { dailyOf, sumOf, within } from './daily.ts'
import { type Period, rangeMeta } from './period.ts'
import { reachFields, readUnions, unionOf } from './reach.ts'
import { readSnapshot, readWatermark } from './snapshot.ts'

// Who is shown most, and who is not? Counts of all merchants are read, reach of the page only: it is what costs.

/** Which merchants, in which order, which page. */
export type MerchantListQuery = Required<
  Pick<Query<typeof merchantList>, 'q' | 'shown' | 'sort'> & { page: number; page_size: number }
>

export async function readMerchantList(
  sql: Sql,
  period: Period,
  query: MerchantListQuery,
): Promise<Answer<typeof merchantList>> {
  return readSnapshot(sql, async (tx) => {
    const [watermark, merchants] = await Promise.all([readWatermark(tx), readMerchants(tx, period)])
    const counted = merchants.map((merchant) => countsOf(merchant, period))
    const total = sumOf(counted, (row) => row.impressions)
    const matching = counted.filter((row) => matches(row, query)).sort(orderOf(query.sort!))
    const page = matching.slice((query.page - 1) * query.page_size, query.page * query.page_size)
    const merchantIds = page.map((row) => row.merchant_id)
    const unions = await readUnions(tx, { merchantIds, days: period, gross: period.gross })
    return {
      data: {
        rows: page.map((row) => {
          const reach = reachOf(unionOf(unions.get(row.merchant_id)))
          return {
            ...row,
            impression_share_pct: percent(impressionShare(row.impressions, total)),
            ...reachFields(reach),
            frequency: frequency(row.impressions, reach.users),
          }
        }),
        matching: matching.length,
        totals: {
          merchants: counted.length,
          seen: counted.filter((row) => row.impressions > 0).length,
          impressions: total,
        },
      },
      meta: rangeMeta(period, watermark, null),
    }
  })
}

interface MerchantRow {
  readonly merchant_id: string
  readonly merchant_ref: string | null
  readonly merchant_name: string
  readonly category: string | null
  readonly last_seen: string | null
  readonly placements: number
  readonly days: readonly (readonly [day: string, impressions: number])[] | null
}

function countsOf({ days: values, placements, ...merchant }: MerchantRow, period: Period) {
  const days = (values ?? []).map(([day, impressions]) => ({ day, impressions }))
  const impressionsIn = (range: { start: string; end: string }) => sumOf(within(days, range), (row) => row.impressions)
  const whole = period.before?.wholeDays
  return {
    ...merchant,
    placements,
    impressions: impressionsIn(period),
    comparison: whole
      ? { impressions: impressionsIn(whole.here), impressions_before: impressionsIn(whole.before) }
      : null,
    daily: dailyOf(within(days, period), period),
  }
}

type Counts = ReturnType<typeof countsOf>

function matches(row: Counts, { q, shown }: MerchantListQuery): boolean {
  if (shown !== 'all' && row.impressions > 0 !== (shown === 'seen')) return false
  const text = [row.merchant_name, row.merchant_ref ?? '', row.category ?? ''].join(' ').toLowerCase()
  return text.includes(q!.trim().toLowerCase())
}

/** Merchants without a value come last in both directions; ties by name. */
function orderOf(sort: string): (a: Counts, b: Counts) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const value = VALUES[sort.replace(/^-/, '')]!
  return (a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byName(a, b)
    const order = left < right ? -1 : left > right ? 1 : 0
    return sign * order || byName(a, b)
  }
}

const VALUES: Readonly<Record<string, (row: Counts) => number | string | null>> = {
  impressions: (row) => row.impressions,
  merchant_name: (row) => row.merchant_name.toLowerCase(),
  last_seen: (row) => row.last_seen,
  change: ({ comparison }) =>
    comparison && comparison.impressions_before > 0 ? comparison.impressions / comparison.impressions_before : null,
}

function byName(a: Counts, b: Counts): number {
  return a.merchant_name.localeCompare(b.merchant_name) || (a.merchant_id < b.merchant_id ? -1 : 1)
}

function readMerchants(tx: Tx, period: Period): Promise<MerchantRow[]> {
  const before = period.before ?? period
  const counted = period.gross ? tx`` : tx`and not flagged`
  return tx<MerchantRow[]>`
    select m.merchant_id, m.merchant_ref, m.merchant_name, m.category,
      (select max(day) from exposure_daily seen where seen.merchant_id = m.merchant_id ${counted}) as last_seen,
      coalesce(shown.placements, 0)::int as placements, shown.days
    from merchant_dim m left join (
      select merchant_id, json_agg(json_build_array(day, impressions)) as days,
        (select count(distinct placement_id) from exposure_daily d where d.merchant_id = by_day.merchant_id
          and d.day between ${period.start} and ${period.end} ${counted}) as placements
      from (
        select merchant_id, day, sum(impressions)::bigint as impressions from exposure_daily
        where (day between ${period.start} and ${period.end} or day between ${before.start} and ${before.end}) ${counted}
        group by merchant_id, day
      ) by_day group by merchant_id
    ) shown using (merchant_id)`
}
