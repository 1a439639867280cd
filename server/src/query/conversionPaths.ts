import type { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { percent, round } from '@bx/contracts/metrics/metric'
import type { Sql, Tx } from '../store/db.ts'
import { ALL } from '../store/reachKey.ts'
import { readWatermark } from '../store/watermark.ts'
import { sumOf } from './daily.ts'
import { findMerchant } from './findMerchant.ts'
import { findPlacement } from './findPlacement.ts'
import { compareModels, readModels } from './modelComparison.ts'
import { moneyOf } from './outcomes.ts'
import { flowOf, type PathCount } from './pathFlow.ts'
import { type PathMemory, pathMemoryOf } from './pathMemory.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Days, Period } from './period.ts'
import type { PerformanceContext } from './placementScorecard.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'

// How do people get to a sale? Paths, touches and times of the sales of a range, and what each model makes of them.

/** Paths named one by one; the rest is "other". */
const TOP_PATHS = 20
/** Width of the histogram's bins, hours. */
const BIN_HOURS = 12

export interface PathQuestion {
  /** merchant_id or merchant_ref; all merchants when left out. */
  readonly merchantId?: string | undefined
  /** placement_id or placement_key: only paths that hold it. */
  readonly placementId?: string | undefined
}

/** Throws unknown_merchant, unknown_placement. */
export async function readConversionPaths(
  sql: Sql,
  { merchantId, placementId }: PathQuestion,
  period: Period,
  context: Omit<PerformanceContext, 'model'>,
): Promise<Answer<typeof conversionPaths>> {
  const whose = merchantId === undefined ? ALL : (await findMerchant(sql, merchantId)).merchant_id
  const through = placementId === undefined ? null : (await findPlacement(sql, placementId)).placement_id
  const read = await readSnapshot(sql, (tx) => readAll(tx, whose, period, pathMemoryOf(sql)))
  const paths = through === null ? read.paths : read.paths.filter(({ path }) => path.includes(through))
  const names = new Map(read.placements.map((row) => [row.placement_id, row.placement_name]))
  const withTouch = paths.filter(({ path }) => path.length > 0)
  const [top, rest] = [withTouch.slice(0, TOP_PATHS), withTouch.slice(TOP_PATHS)]
  return {
    data: {
      totals: totalsOf(read, paths),
      placements: read.placements,
      paths: top.map(({ commission, ...path }) => ({ ...path, total_revenue: moneyOf(commission) })),
      other_paths: {
        paths: rest.length,
        conversions: sumOf(rest, (row) => row.conversions),
        total_revenue: moneyOf(sumOf(rest, (row) => row.commission)),
      },
      flow: flowOf(withTouch),
      touches: read.touches.map(({ seconds, ...row }) => ({
        ...row,
        placement_name: names.get(row.placement_id) ?? row.placement_id,
        avg_hours_to_conversion: row.times_in_path > 0 ? round(seconds / row.times_in_path / 3600, 2) : null,
      })),
      histogram: histogramOf(read.lags),
      models: compareModels(read.models, names),
    },
    meta: performanceMeta(period, read, { ...context, model: 'last_touch' }),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

async function readAll(tx: Tx, merchantId: string, period: Period, memory: PathMemory) {
  const ofRange = tx`merchant_id = ${merchantId} and day between ${period.start} and ${period.end}`
  const [watermark, settings, sampling, placements, paths, touches, lags, models] = await Promise.all([
    readWatermark(tx),
    readPerformanceSettings(tx),
    readSampling(tx, { ...period, merchantId: merchantId === ALL ? undefined : merchantId }),
    tx<{ placement_id: string; placement_name: string }[]>`
      select placement_id, placement_name from placement_dim order by created_at, placement_key`,
    readPaths(tx, merchantId, period, memory),
    tx<TouchCount[]>`
      select placement_id, sum(times_in_path)::bigint as times_in_path, sum(first_touches)::bigint as first_touch_count,
        sum(last_touches)::bigint as last_touch_count, sum(seconds_before)::bigint as seconds
      from path_touch_daily where ${ofRange} group by 1 order by times_in_path desc, placement_id`,
    // A touch may bear a time shortly after its sale, by another clock: it counts as just before.
    tx<LagCount[]>`
      select greatest(hours, 0) as hours, sum(conversions)::bigint as conversions
      from path_lag_daily where ${ofRange} group by 1 order by 1`,
    readModels(tx, merchantId, period),
  ])
  return { watermark, settings, sampling, placements, paths, touches, lags, models }
}

/** Largest first. */
async function readPaths(tx: Tx, merchantId: string, days: Days, memory: PathMemory): Promise<PathCount[]> {
  const [row] = await tx<{ counts: [pathId: number, conversions: number, commission: number][] | null }[]>`
    select json_agg(json_build_array(path_id, conversions, commission)) as counts from (
      select path_id, sum(conversions)::bigint as conversions, sum(commission)::bigint as commission
      from path_daily where merchant_id = ${merchantId} and day between ${days.start} and ${days.end}
      group by path_id order by conversions desc, path_id) counted`
  const counts = row?.counts ?? []
  const paths = await memory.read(
    tx,
    counts.map(([pathId]) => pathId),
  )
  return counts.map(([pathId, conversions, commission]) => ({ ...paths.get(pathId)!, conversions, commission }))
}

interface TouchCount {
  readonly placement_id: string
  readonly times_in_path: number
  readonly first_touch_count: number
  readonly last_touch_count: number
  readonly seconds: number
}

interface LagCount {
  readonly hours: number
  readonly conversions: number
}

function totalsOf({ touches, lags }: Read, paths: readonly PathCount[]) {
  const conversionsIn = (rows: readonly PathCount[]) => sumOf(rows, (row) => row.conversions)
  const withTouch = conversionsIn(paths.filter(({ path }) => path.length > 0))
  const oneTouch = conversionsIn(paths.filter(({ path, clipped }) => path.length === 1 && !clipped))
  const touchCount = sumOf(touches, (row) => row.times_in_path)
  // Touches, times and first touches are counted for all sales of the range: a path filter does not touch them.
  const touched = sumOf(touches, (row) => row.first_touch_count)
  return {
    conversions: conversionsIn(paths),
    with_touch: withTouch,
    touches: touchCount,
    one_touch: oneTouch,
    touches_per_sale: touched > 0 ? round(touchCount / touched, 2) : null,
    one_touch_share_pct: percent(withTouch > 0 ? oneTouch / withTouch : null),
    median_hours: medianHours(lags),
    total_revenue: moneyOf(sumOf(paths, (row) => row.commission)),
  }
}

/** Middle of the hour in which the middle sale lies. */
function medianHours(lags: readonly LagCount[]): number | null {
  const total = sumOf(lags, (row) => row.conversions)
  let before = 0
  for (const { hours, conversions } of lags) {
    before += conversions
    if (before * 2 >= total) return hours + 0.5
  }
  return null
}

function histogramOf(lags: readonly LagCount[]) {
  const last = lags.at(-1)
  if (last === undefined) return []
  return Array.from({ length: Math.floor(last.hours / BIN_HOURS) + 1 }, (_, bin) => ({
    from_hours: bin * BIN_HOURS,
    to_hours: (bin + 1) * BIN_HOURS,
    conversions: sumOf(
      lags.filter(({ hours }) => Math.floor(hours / BIN_HOURS) === bin),
      (row) => row.conversions,
    ),
  }))
}
