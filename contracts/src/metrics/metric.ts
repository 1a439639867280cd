/** Definition of a figure, for screens, the API documentation and the explain popover. */
export interface Metric {
  /** Wire name. */
  readonly key: string
  readonly label: string
  /** The formula in words, or what is counted. */
  readonly formula: string
  readonly unit: 'count' | 'people' | 'ratio' | 'percent' | 'rank' | 'per person' | 'merchants' | 'money' | 'score'
  /** Source tables and columns of the counts. */
  readonly source: string
  /** true when values of several days or placements may be added up. */
  readonly additive: boolean
  /** Which direction is better, if any. */
  readonly better: 'up' | 'down' | null
}

/** `numerator / denominator`, or null when the denominator is 0. Every rate is calculated here. */
export function divide(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null
}

/** A rate (0..1) as a percentage rounded to `places`, for wire fields named `*_pct` or `*_rate`. */
export function percent(rate: number | null, places = 2): number | null {
  return rate === null ? null : round(rate * 100, places)
}

/** `value` rounded half away from zero to `places` decimals; null stays null. */
export function round<T extends number | null>(value: T, places: number): T {
  if (value === null) return value
  const factor = 10 ** places
  const scaled = Math.abs(value) * factor
  return ((Math.sign(value) * Math.round(scaled + Number.EPSILON * scaled)) / factor) as T
}
