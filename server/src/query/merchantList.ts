import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { countChange, rateChange } from '@bx/contracts/metrics/change'
import { ctr } from '@bx/contracts/metrics/ctr'
import { frequency } from '@bx/contracts/metrics/frequency'
import { impressionShare } from '@bx/contracts/metrics/impressionShare'
import { percent, round } from '@bx/contracts/metrics/metric'
import { rateInterval } from '@bx/contracts/metrics/wilson'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import { localNow } from '../lib/localDay.ts'
import { type DaySketchMemory, daySketchMemoryOf } from '../reach/daySketchMemory.ts'
import { readPerformanceThresholds } from '../settings/performanceThresholds.ts'
import { type MerchantAsk, type MerchantCounts, type MerchantSums, readMerchantCounts } from './merchantCounts.ts'
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
 * @param currency of the thresholds
 * @param ask a size of null: all pages at once
 * @param keptFrom first day whose sketches are complete
 */
export async function readMerchantList(
  sql: Sql,
  ask: MerchantAsk,
  period: Period,
  { keptFrom, currency }: { readonly keptFrom: string; readonly currency: string },
): Promise<List> {
  const read = await readSnapshot(sql, (tx) =>
    readAll(tx, ask, period, { keptFrom, currency, memory: daySketchMemoryOf(sql) }),
  )
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
      found: figuresOf(read.found, period),
      categories: [...read.categories],
      counted: storedBehindAll(read.stored),
      reconciliation: read.reconciliation,
    },
    meta: {
      ...rangeMeta(period, watermark, read.sampling),
      total,
      page: ask.page,
      size: ask.size ?? total,
      min_impressions: read.enough,
    },
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(
  tx: Tx,
  ask: MerchantAsk,
  period: Period,
  {
    keptFrom,
    currency,
    memory,
  }: { readonly keptFrom: string; readonly currency: string; readonly memory: DaySketchMemory },
) {
  const whole = period.before?.wholeDays ?? null
  const ofAll = { merchantId: ALL_MERCHANTS, placementId: ALL_PLACEMENTS, gross: period.gross }
  const watermark = await readWatermark(tx)
  const today = localNow(watermark.completeTo.getTime(), period.timeZone).day
  const { min_impressions: enough } = await readPerformanceThresholds(tx, currency)
  const [{ rows, total, sums, found, categories }, unions, unionsBefore, stored, reconciliation, sampling] =
    await Promise.all([
      readMerchantCounts(tx, isByPeople(ask) ? { ...ask, size: null } : ask, period, { today, enough }),
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
    found,
    categories,
    enough,
    watermark,
    ofEach,
    ofAll: unions,
    ofAllBefore: unionsBefore,
    stored,
    reconciliation,
    sampling,
  }
}

function rowOf(counts: MerchantCounts, { ofEach, sums }: Read, period: Period): Row {
  const { merchant_id, merchant_ref, merchant_name, category, last_shown_day, impressions } = counts
  const reached = reachFields(unionOf(ofEach.get(merchant_id)), period)
  return {
    ...{ merchant_id, merchant_ref, merchant_name, category, last_shown_day },
    ...figuresOf(counts, period),
    impression_share_pct: percent(impressionShare(impressions, sums.impressions)),
    ...reached,
    frequency: frequency(impressions, reached.unique_users),
  }
}

/** Of one merchant, or of all that were found. */
function figuresOf({ impressions, clicks, stored, flagged, ...sums }: MerchantSums, period: Period) {
  const interval = rateInterval(clicks, impressions)
  return {
    impressions,
    clicks,
    ctr_pct: percent(ctr(clicks, impressions), 4),
    ctr_interval: interval && { low: round(interval.low * 100, 4), high: round(interval.high * 100, 4) },
    counted: { stored, flagged },
    comparison: period.before?.wholeDays ? compared(sums) : null,
  }
}

function compared({
  wholeHere: now,
  wholeBefore: before,
  clicksHere,
  clicksBefore,
}: Pick<MerchantSums, 'wholeHere' | 'wholeBefore' | 'clicksHere' | 'clicksBefore'>) {
  return {
    impressions: now,
    impressions_before: before,
    impressions_change: countChange(now, before),
    ctr_pct: percent(ctr(clicksHere, now), 4),
    ctr_before_pct: percent(ctr(clicksBefore, before), 4),
    ctr_change: rateChange({ successes: clicksHere, trials: now }, { successes: clicksBefore, trials: before }),
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
