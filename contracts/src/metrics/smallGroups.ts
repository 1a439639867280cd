// A figure about other merchants is shown when no single one can be read from it.

/** Other merchants that a group needs on each day that counts. */
export const MIN_OTHERS = 5
/** No other merchant may have more of the group's figure, percent. */
export const MAX_SHARE_PCT = 60

export const WITHHELD = ['few_merchants', 'one_merchant'] as const
/** Why a group's figures are withheld. */
export type Withheld = (typeof WITHHELD)[number]

export const WITHHELD_LABELS: Readonly<Record<Withheld, string>> = {
  few_merchants: `Withheld: fewer than ${MIN_OTHERS} other merchants`,
  one_merchant: `Withheld: one merchant has more than ${MAX_SHARE_PCT}%`,
}

/** @param largest the largest part that one merchant has of `total` */
export function isDominated(largest: number, total: number): boolean {
  return largest * 100 > total * MAX_SHARE_PCT
}
