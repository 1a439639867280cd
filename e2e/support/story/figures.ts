import type { Money } from '@bx/contracts/money'

// The figures of the story (story.ts): each layer of the product is read into them, and all must be equal.

/** What a view says of one placement, or of one merchant. */
export interface Counts {
  readonly impressions: number
  readonly viewable: number
  readonly reach: number
  /** People of `reach` who were not signed in. */
  readonly visitors: number
  readonly clicks: number
  /** Attributed by the decisive touch: pending and confirmed. */
  readonly sales: number
  readonly commission: Money
  readonly rejected: number
}

/** Sales and their commission. */
export type Sales = readonly [sales: number, commission: Money]

export interface Figures {
  readonly placement: Counts & {
    readonly assisted: number
    /** Distinct merchants of each session and day, summed. */
    readonly merchantsShown: number
    readonly sessions: number
    /** Slots of renders. */
    readonly filled: number
    readonly available: number
  }
  readonly merchant: Counts & {
    /** By reason; with the attributed ones these are all sales. */
    readonly unattributed: Readonly<Record<string, Sales>>
    readonly unattributedClicks: number
    readonly repeatedClicks: number
  }
  /** Of the merchant. */
  readonly paths: { readonly sales: number; readonly commission: Money; readonly medianSeconds: number }
  /** Impressions in the placement, of the merchant and of the other one. */
  readonly owners: readonly [number, number]
}

export function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((all, row) => all + value(row), 0)
}

/** Of an even number of values the mean of the middle two. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2
}
