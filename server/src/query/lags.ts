import { LAG_WITHIN_PCT } from '@bx/contracts/metrics/lag'
import { round } from '@bx/contracts/metrics/metric'
import { sumOf } from '../lib/sum.ts'

// The time from the decisive exposure to the sale, from buckets with their number of sales and the sum of their times.

export interface LagBucket {
  /** Shortest time of the bucket. */
  readonly fromSeconds: number
  readonly conversions: number
  /** Times of its sales, summed. */
  readonly seconds: number
}

/** Width of the histogram's bins, hours. A bin consists of whole buckets. */
const BIN_HOURS = 12
/** Below it a bucket is one second. */
const WHOLE_SECONDS = 100

export interface Median {
  readonly median_hours: number | null
  readonly median_within_pct: number | null
}

/**
 * For an odd number of sales the time of the middle one, for an even number the mean of the middle two. A sale alone in
 * its bucket has its own time; several have their mean, which is within LAG_WITHIN_PCT of each.
 * @param lags shortest first
 */
export function medianOf(lags: readonly LagBucket[]): Median {
  const sales = sumOf(lags, (row) => row.conversions)
  if (sales === 0) return { median_hours: null, median_within_pct: null }
  const middle = [Math.floor((sales - 1) / 2), Math.floor(sales / 2)].map((place) => bucketOf(lags, place))
  const hours = sumOf(middle, (row) => row.seconds / row.conversions) / 2 / 3600
  const isExact = middle.every((row) => row.conversions === 1 || row.fromSeconds < WHOLE_SECONDS)
  return { median_hours: round(hours, 4), median_within_pct: isExact ? 0 : LAG_WITHIN_PCT }
}

/** The bucket of the sale at this position, from 0. */
function bucketOf(lags: readonly LagBucket[], place: number): LagBucket {
  let before = 0
  for (const row of lags) {
    before += row.conversions
    if (before > place) return row
  }
  return lags.at(-1)!
}

export function histogramOf(lags: readonly LagBucket[]) {
  const last = lags.at(-1)
  if (last === undefined) return []
  const binOf = ({ fromSeconds }: LagBucket) => Math.floor(fromSeconds / (BIN_HOURS * 3600))
  const byBin = Map.groupBy(lags, binOf)
  return Array.from({ length: binOf(last) + 1 }, (_, bin) => ({
    from_hours: bin * BIN_HOURS,
    to_hours: (bin + 1) * BIN_HOURS,
    conversions: sumOf(byBin.get(bin) ?? [], (row) => row.conversions),
  }))
}
