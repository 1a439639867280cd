// Rates of a package that are known from few events: a prior that counts like some events, corrected by what is seen.

export interface LearnedRate {
  readonly rate: number
  /** Relative standard deviation of the rate. */
  readonly doubt: number
}

/**
 * (prior × weight + seen) ÷ (weight + of), at most `most`.
 * @param seen events out of `of` trials
 * @param weight trials that the prior counts for
 */
export function learnRate(
  seen: number,
  of: number,
  { prior, weight, most }: { readonly prior: number; readonly weight: number; readonly most: number },
): LearnedRate {
  const events = prior * weight + seen
  const rate = Math.min(most, events / (weight + of))
  return { rate, doubt: events > 0 ? 1 / Math.sqrt(events) : 1 }
}
