import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { countChange } from '@bx/contracts/metrics/change'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent } from '@bx/contracts/metrics/metric'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import { localNow } from '../lib/localDay.ts'
import { type DaySketchMemory, daySketchMemoryOf } from '../reach/daySketchMemory.ts'
import { type MerchantAsk, type MerchantCounts, readMerchantCounts } from './merchantCounts.ts'
import { type Period, rangeMeta } from './period.ts'
import { comparedReach, compareReach, comparesReach, reachFields, readUnions, type Unions, unionOf } from './reach.ts'
import { readReconciliation } from './reconciliation.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'
import { readStoredBehind, storedBehindAll } from './storedBehind.ts'

// The merchants shown most and least, by page. Reach, the most expensive part, is read for the page only.

/** Up to this many merchants the answer uses the cache: a page is requested again, a file of all of them is not. */
const REMEMBERED = 100

type List = Answer<typeof merchantList>
type Row = List['data']['rows'][number]

/**
 * @param ask a size of null: all pages at once
 * @param keptFrom first day whose sketches are complete
 */
export async function readMerchantList(sql: Sql, ask: MerchantAsk, period: Period, keptFrom: string): Promise<List> {
  const read = await readSnapshot(sql, (tx) => readAll(tx, ask, period, keptFrom, daySketchMemoryOf(sql)))
  const { sums, total, watermark } = read
  const { wholeHere: _, wholeBefore: __, ...counts } = sums
  const rows = read.rows.map((row) => rowOf(row, read, period))
  const reached = reachFields(unionOf(read.ofAll.get(ALL_PLACEMENTS)), period)
  return {
    data: {
      rows: isByPeople(ask) ? pageByPeople(rows, ask) : rows,
      totals: {
        ...counts,
        ...reached,
        frequency: frequency(sums.impressions, reached.unique_users),
        comparison: period.before?.wholeDays ? comparisonOf(read, comparesReach(period, keptFrom)) : null,
      },
      counted: storedBehindAll(read.stored),
      reconciliation: read.reconciliation,
    },
    meta: { ...rangeMeta(period, watermark, read.sampling), total, page: ask.page, size: ask.size ?? total },
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, ask: MerchantAsk, period: Period, keptFrom: string, memory: DaySketchMemory) {
  const whole = period.before?.wholeDays ?? null
  const ofAll = { merchantId: ALL_MERCHANTS, placementId: ALL_PLACEMENTS, gross: period.gross }
  const watermark = await readWatermark(tx)
  const today = localNow(watermark.completeTo.getTime(), period.timeZone).day
  const [{ rows, total, sums }, unions, unionsBefore, stored, reconciliation, sampling] = await Promise.all([
    readMerchantCounts(tx, isByPeople(ask) ? { ...ask, size: null } : ask, period, today),
    readUnions(tx, { ...ofAll, days: period, part: whole?.here }, memory),
    whole && comparesReach(period, keptFrom)
      ? readUnions(tx, { ...ofAll, days: whole.before, isCompared: true }, memory)
      : new Map<string, Unions>(),
    readStoredBehind(tx, period),
    readReconciliation(tx, period),
    readSampling(tx, period),
  ])
  const merchantIds = rows.filter(({ impressions }) => impressions > 0).map(({ merchant_id }) => merchant_id)
  const ofEach = await readUnions(
    tx,
    { merchantId: ALL_MERCHANTS, merchantIds, days: period, part: whole?.here, gross: period.gross },
    merchantIds.length <= REMEMBERED ? memory : undefined,
  )
  return {
    rows,
    total,
    sums,
    watermark,
    ofEach,
    ofAll: unions,
    ofAllBefore: unionsBefore,
    stored,
    reconciliation,
    sampling,
  }
}

function rowOf(
  { wholeHere, wholeBefore, stored, flagged, ...row }: MerchantCounts,
  { ofEach, sums }: Read,
  period: Period,
): Row {
  const reached = reachFields(unionOf(ofEach.get(row.merchant_id)), period)
  return {
    ...row,
    counted: { stored, flagged },
    impression_share_pct: percent(impressionShare(row.impressions, sums.impressions)),
    ...reached,
    frequency: frequency(row.impressions, reached.unique_users),
    comparison: period.before?.wholeDays
      ? {
          impressions: wholeHere,
          impressions_before: wholeBefore,
          impressions_change: countChange(wholeHere, wholeBefore),
        }
      : null,
  }
}

function isByPeople({ sort }: MerchantAsk): boolean {
  return /^-?(unique_users|frequency)$/.test(sort)
}

/** @param rows all that match, in any order */
function pageByPeople(rows: readonly Row[], { sort, page, size }: MerchantAsk): Row[] {
  const column = sort.endsWith('frequency') ? 'frequency' : 'unique_users'
  const sign = sort.startsWith('-') ? -1 : 1
  // A row without a frequency comes last in both directions.
  const rank = (row: Row) => (row[column] === null ? Number.MAX_VALUE : sign * row[column])
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b))
  return size === null ? sorted : sorted.slice((page - 1) * size, page * size)
}

function comparisonOf({ sums, ofAll, ofAllBefore }: Read, reachIsComparable: boolean) {
  const { wholeHere: impressions, wholeBefore: before } = sums
  const reach = reachIsComparable ? compareReach(ofAll.get(ALL_PLACEMENTS), ofAllBefore.get(ALL_PLACEMENTS)) : null
  return {
    impressions,
    impressions_before: before,
    impressions_change: countChange(impressions, before),
    ...comparedReach(reach, [impressions, before]),
  }
}
