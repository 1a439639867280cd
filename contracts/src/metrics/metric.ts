/** How a figure is defined, for screens, the API's documentation and the explain popover. */
export interface Metric {
  /** Wire name. */
  readonly key: string
  readonly label: string
  /** The division written out in words, or what is counted. */
  readonly formula: string
  readonly unit: 'count' | 'people' | 'ratio' | 'percent' | 'rank' | 'per person' | 'merchants' | 'money' | 'score'
  /** Tables and columns the counts come from. */
  readonly source: string
  /** Whether values of two days or placements may be added up. */
  readonly additive: boolean
  /** Which way is better, where one is. */
  readonly better: 'up' | 'down' | null
}

/** `numerator / denominator`, or null where there is nothing to divide by. Every rate goes through here. */
export function divide(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null
}

/** A rate (0..1) as a percentage rounded to `places`, for wire fields that the design names `*_pct` or `*_rate`. */
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
