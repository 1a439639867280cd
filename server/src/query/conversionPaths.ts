import type { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { percent, round } from '@bx/contracts/metrics/metric'
import { addMoney, moneyText } from '@bx/contracts/money'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { readFinality } from './finality.ts'
import { findMerchant } from './findMerchant.ts'
import { findPlacement } from './findPlacement.ts'
import { histogramOf, type LagBucket, medianOf } from './lags.ts'
import { compareModels, readModels } from './modelComparison.ts'
import { flowOf, type PathCount } from './pathFlow.ts'
import { type PathMemory, pathMemoryOf } from './pathMemory.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Period } from './period.ts'
import type { PerformanceContext } from './placementScorecard.ts'
import { readPlacements } from './placements.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'

// The ways to a sale: paths, touches and times of the sales of a range, and the credit under each model.

/** Paths listed one by one; the rest is "other". */
const TOP_PATHS = 20

export interface PathQuestion {
  /** merchant_id or merchant_ref; all merchants if omitted. */
  readonly merchantId?: string | undefined
  /** placement_id or placement_key: only sales that passed through it. */
  readonly placementId?: string | undefined
}

/** Throws unknown_merchant, unknown_placement. */
export async function readConversionPaths(
  sql: Sql,
  { merchantId, placementId }: PathQuestion,
  period: Period,
  context: Omit<PerformanceContext, 'model'>,
): Promise<Answer<typeof conversionPaths>> {
  const { currency } = context
  const commissionOf = (counts: readonly PathCount[]) =>
    moneyText(addMoney(counts.map((one) => one.commission)), currency)
  const whose = merchantId === undefined ? ALL_MERCHANTS : (await findMerchant(sql, merchantId)).merchant_id
  const passedPlacement = placementId === undefined ? null : (await findPlacement(sql, placementId)).placement_id
  const asked = { whose, passedPlacement, currency }
  const read = await readSnapshot(sql, (tx) => readAll(tx, asked, period, pathMemoryOf(sql)))
  const isPassed = ({ path, leftOut }: PathCount) =>
    passedPlacement === null || path.includes(passedPlacement) || leftOut.includes(passedPlacement)
  const paths = read.paths.filter(isPassed)
  const names = new Map(read.placements.map((row) => [row.placement_id, row.placement_name]))
  const withTouch = paths.filter(({ path }) => path.length > 0)
  const [top, rest] = [withTouch.slice(0, TOP_PATHS), withTouch.slice(TOP_PATHS)]
  return {
    data: {
      totals: { ...totalsOf(read, paths), total_revenue: commissionOf(paths) },
      placements: read.placements,
      paths: top.map(({ commission, leftOut, ...path }) => {
        return { ...path, left_out: leftOut, total_revenue: moneyText(commission, currency) }
      }),
      other_paths: {
        paths: rest.length,
        conversions: sumOf(rest, (row) => row.conversions),
        total_revenue: commissionOf(rest),
      },
      flow: flowOf(withTouch),
      touches: read.touches.map(({ seconds, ...row }) => ({
        ...row,
        placement_name: names.get(row.placement_id) ?? row.placement_id,
        avg_hours_to_conversion: row.times_in_path > 0 ? round(seconds / row.times_in_path / 3600, 2) : null,
      })),
      histogram: histogramOf(read.lags),
      models: compareModels(read.models, names, currency),
    },
    meta: performanceMeta(period, read, { ...context, model: 'decisive_touch', basis: 'sale' }),
  }
}

type Read = Awaited<ReturnType<typeof readAll>>

/** Whose sales, and the placement they must have passed; null: any or none. */
interface PathQuery {
  readonly whose: string
  readonly passedPlacement: string | null
  readonly currency: string
}

async function readAll(
  tx: Tx,
  { whose: merchantId, passedPlacement, currency }: PathQuery,
  period: Period,
  memory: PathMemory,
) {
  const ofRange = tx`merchant_id = ${merchantId} and through_id = ${passedPlacement ?? ALL_PLACEMENTS}
    and day between ${period.start} and ${period.end}`
  const [watermark, settings, sampling, placements, paths, touches, lags, models, finality] = await Promise.all([
    readWatermark(tx),
    readPerformanceSettings(tx, currency),
    readSampling(tx, { ...period, merchantId: merchantId === ALL_MERCHANTS ? undefined : merchantId }),
    readPlacements(tx),
    readPaths(tx, merchantId, period, memory),
    tx<TouchCount[]>`
      select placement_id, sum(times_in_path)::bigint as times_in_path, sum(first_touches)::bigint as first_touch_count,
        sum(last_seen)::bigint as last_seen_count, sum(seconds_before)::bigint as seconds
      from path_touch_daily where ${ofRange} group by 1 order by times_in_path desc, placement_id`,
    tx<LagBucket[]>`
      select from_seconds as "fromSeconds", sum(conversions)::bigint as conversions, sum(seconds)::bigint as seconds
      from path_lag_daily where ${ofRange} group by 1 order by 1`,
    readModels(tx, merchantId, period, passedPlacement),
    readFinality(tx, { merchantId, passedPlacement: passedPlacement ?? ALL_PLACEMENTS }, period),
  ])
  return { watermark, settings, sampling, placements, paths, touches, lags, models, finality }
}

/** Largest first. */
async function readPaths(tx: Tx, merchantId: string, days: Days, memory: PathMemory): Promise<PathCount[]> {
  const [row] = await tx<{ counts: [pathId: number, conversions: number, commission: string][] | null }[]>`
    select json_agg(json_build_array(path_id, conversions, commission)) as counts from (
      select path_id, sum(conversions)::bigint as conversions, sum(commission)::text as commission
      from path_daily where merchant_id = ${merchantId} and day between ${days.start} and ${days.end}
      group by path_id order by conversions desc, path_id) counted`
  const counts = row?.counts ?? []
  const paths = await memory.read(
    tx,
    counts.map(([pathId]) => pathId),
  )
  return counts.map(([pathId, conversions, commission]) => ({
    ...{ ...paths.get(pathId)!, conversions },
    commission: BigInt(commission),
  }))
}

interface TouchCount {
  readonly placement_id: string
  readonly times_in_path: number
  readonly first_touch_count: number
  readonly last_seen_count: number
  readonly seconds: number
}

function totalsOf({ touches, lags }: Read, paths: readonly PathCount[]) {
  const conversionsIn = (rows: readonly PathCount[]) => sumOf(rows, (row) => row.conversions)
  const withTouch = conversionsIn(paths.filter(({ path }) => path.length > 0))
  const oneTouch = conversionsIn(paths.filter(({ path, clipped }) => path.length === 1 && !clipped))
  const touchCount = sumOf(touches, (row) => row.times_in_path)
  return {
    conversions: conversionsIn(paths),
    with_touch: withTouch,
    touches: touchCount,
    one_touch: oneTouch,
    touches_per_sale: withTouch > 0 ? round(touchCount / withTouch, 2) : null,
    one_touch_share_pct: percent(withTouch > 0 ? oneTouch / withTouch : null),
    ...medianOf(lags),
  }
}
