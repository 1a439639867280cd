import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent } from '@bx/contracts/metrics/metric'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import { reachOf } from '../store/unionSketches.ts'
import { readWatermark } from '../store/watermark.ts'
import { sumOf } from './daily.ts'
import { type Days, type Period, rangeMeta } from './period.ts'
import { compareReach, comparesReach, reachFields, readUnions, type Unions, unionOf } from './reach.ts'
import { readReconciliation } from './reconciliation.ts'
import { readSnapshot } from './snapshot.ts'

// Who is shown most, who is not? Every merchant there is, shown or not.

interface MerchantRow {
  readonly merchant_id: string
  readonly merchant_ref: string | null
  readonly merchant_name: string
  readonly category: string | null
  readonly last_shown_day: string | null
  readonly impressions: number
  /** Over whole days, here and before. */
  readonly wholeHere: number
  readonly wholeBefore: number
}

/** @param keptFrom first day whose sketches are complete */
export async function readMerchantList(
  sql: Sql,
  period: Period,
  keptFrom: string,
): Promise<Answer<typeof merchantList>> {
  const read = await readSnapshot(sql, (tx) => readAll(tx, period, keptFrom))
  const total = sumOf(read.merchants, (row) => row.impressions)
  const hasWhole = Boolean(period.before?.wholeDays)
  const reach = reachOf(unionOf(read.ofAll.get(ALL)))
  return {
    data: {
      rows: read.merchants.map(({ wholeHere, wholeBefore, ...row }) => {
        const own = reachOf(unionOf(read.unions.get(row.merchant_id)))
        return {
          ...row,
          impression_share_pct: percent(impressionShare(row.impressions, total)),
          ...reachFields(own),
          frequency: frequency(row.impressions, own.users),
          comparison: hasWhole ? { impressions: wholeHere, impressions_before: wholeBefore } : null,
        }
      }),
      totals: {
        impressions: total,
        merchants_shown: read.merchants.filter((row) => row.impressions > 0).length,
        ...reachFields(reach),
        frequency: frequency(total, reach.users),
        comparison: hasWhole ? comparisonOf(read, comparesReach(period, keptFrom)) : null,
      },
      reconciliation: read.reconciliation,
    },
    meta: rangeMeta(period, read.watermark, null),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, period: Period, keptFrom: string) {
  const whole = period.before?.wholeDays ?? null
  const ask = { merchantId: ALL, placementId: ALL, gross: period.gross }
  const merchants = await readMerchants(tx, period, whole)
  const shown = merchants.filter((row) => row.impressions > 0).map((row) => row.merchant_id)
  const [watermark, unions, ofAll, ofAllBefore, reconciliation] = await Promise.all([
    readWatermark(tx),
    readUnions(tx, { merchantId: ALL, merchantIds: shown, days: period, gross: period.gross }),
    readUnions(tx, { ...ask, days: period, part: whole?.here }),
    whole && comparesReach(period, keptFrom)
      ? readUnions(tx, { ...ask, days: whole.before, isCompared: true })
      : new Map<string, Unions>(),
    readReconciliation(tx, period),
  ])
  return { merchants, watermark, unions, ofAll, ofAllBefore, reconciliation }
}

function comparisonOf({ merchants, ofAll, ofAllBefore }: Read, reachIsComparable: boolean) {
  const impressions = sumOf(merchants, (row) => row.wholeHere)
  const before = sumOf(merchants, (row) => row.wholeBefore)
  const reach = reachIsComparable ? compareReach(ofAll.get(ALL), ofAllBefore.get(ALL)) : null
  return {
    impressions,
    impressions_before: before,
    unique_users: reach?.here.users ?? null,
    unique_users_before: reach?.before.users ?? null,
    unique_users_clear: reach?.clear ?? null,
    frequency: reach && frequency(impressions, reach.here.users),
    frequency_before: reach && frequency(before, reach.before.users),
  }
}

function readMerchants(tx: Tx, period: Period, whole: { here: Days; before: Days } | null): Promise<MerchantRow[]> {
  const from = whole && whole.before.start < period.start ? whole.before.start : period.start
  const net = period.gross ? tx`` : tx`and not flagged`
  const sumIn = (days: Days | null) =>
    days === null
      ? tx`0::bigint`
      : tx`coalesce(sum(impressions) filter (where day between ${days.start} and ${days.end}), 0)::bigint`
  return tx<MerchantRow[]>`
    select merchant_id, merchant_ref, merchant_name, category, last.day as last_shown_day,
      coalesce(shown.impressions, 0)::bigint as impressions, coalesce(shown.here, 0)::bigint as "wholeHere",
      coalesce(shown.before, 0)::bigint as "wholeBefore"
    from merchant_dim
      left join (
        select merchant_id, ${sumIn(period)} as impressions, ${sumIn(whole?.here ?? null)} as here,
          ${sumIn(whole?.before ?? null)} as before
        from exposure_daily where day between ${from} and ${period.end} ${net}
        group by merchant_id
      ) shown using (merchant_id)
      left join lateral (
        select day from exposure_daily
        where exposure_daily.merchant_id = merchant_dim.merchant_id and impressions > 0 ${net}
        order by day desc limit 1
      ) last on true
    order by coalesce(shown.impressions, 0) desc, merchant_name`
}
