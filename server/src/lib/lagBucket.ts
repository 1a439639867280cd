/** Widest bucket, seconds: the histogram's bins consist of whole buckets. */
const WIDEST = 12 * 3600
/** Share of a bucket's shortest time. */
const WIDEST_SHARE = 50

/** Divisors of WIDEST, so that a bucket begins every 12 hours. */
const WIDTHS = Array.from({ length: WIDEST }, (_, i) => i + 1).filter((width) => WIDEST % width === 0)

/** The shortest time, seconds, of the bucket that contains this one. A bucket is at most 2 % wide, or 1 second. */
export function lagBucket(seconds: number): number {
  const width = WIDTHS.findLast((one) => one * WIDEST_SHARE <= seconds) ?? 1
  return Math.floor(seconds / width) * width
}
