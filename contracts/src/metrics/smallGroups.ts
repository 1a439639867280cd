// A figure about other merchants is shown only when it does not reveal a single one.

/** Minimum number of other merchants in a group on each counted day. */
export const MIN_OTHERS = 5
/** Largest share of the group's figure that one merchant may have, percent. */
export const MAX_SHARE_PCT = 60

export const WITHHELD = ['few_merchants', 'one_merchant'] as const
/** Why a group's figures are withheld. */
export type Withheld = (typeof WITHHELD)[number]

export const WITHHELD_LABELS: Readonly<Record<Withheld, string>> = {
  few_merchants: `Withheld: fewer than ${MIN_OTHERS} other merchants`,
  one_merchant: `Withheld: one merchant has more than ${MAX_SHARE_PCT}%`,
}

/** @param largest the largest part of `total` that belongs to one merchant */
export function isDominated(largest: number, total: number): boolean {
  return largest * 100 > total * MAX_SHARE_PCT
}
