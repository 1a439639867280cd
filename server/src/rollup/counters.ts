// The additive counts that every exposure rollup holds, in column order.

export const COUNTER_COLUMNS = [
  'impressions',
  'viewable',
  'not_viewable',
  'rank_sum',
  'rank_count',
  'sampled',
  'weight',
] as const

/** One number per column of COUNTER_COLUMNS. */
export type Counters = number[]

export function noCounts(): Counters {
  return [0, 0, 0, 0, 0, 0, 0]
}

/** Adds one exposure, or removes it with sign -1. */
export function countExposure(
  counters: Counters,
  sign: number,
  rank: number | null,
  viewable: 0 | 1 | null,
  sampleRate: number | null,
): void {
  counters[0]! += sign
  if (viewable === 1) counters[1]! += sign
  else if (viewable === 0) counters[2]! += sign
  if (rank !== null) {
    counters[3]! += sign * rank
    counters[4]! += sign
  }
  // In single precision, like the column; 1 means no sampling.
  if (sampleRate === null || Math.fround(sampleRate) === 1) counters[6]! += sign
  else {
    counters[5]! += sign
    counters[6]! += sign / sampleRate
  }
}

export function addCounters(target: Counters, source: Counters): void {
  for (let i = 0; i < target.length; i++) target[i]! += source[i]!
}
