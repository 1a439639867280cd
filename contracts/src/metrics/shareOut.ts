/**
 * Splits a whole number by weight into whole parts that add up to it (largest remainder method): each part is rounded
 * down, and the rest goes to the largest remainders, the first of equal ones. Without any weight, all parts are 0.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum === 0) return weights.map(() => 0)
  const parts = weights.map((weight) => Math.floor((total * weight) / sum))
  const left = total - parts.reduce((a, b) => a + b, 0)
  // The remainder of whole numbers is exact; the difference of two fractions is not.
  const byRemainder = weights.map((weight, i) => ({ i, rest: (total * weight) % sum })).sort((a, b) => b.rest - a.rest)
  for (const { i } of byRemainder.slice(0, left)) parts[i]! += 1
  return parts
}

/**
 * Shares of counts in percent that add up to 100; null when there is nothing to divide.
 * @param places decimals
 */
export function sharesPct(counts: readonly number[], places = 2): (number | null)[] {
  if (counts.every((n) => n === 0)) return counts.map(() => null)
  const unit = 10 ** places
  return shareOut(100 * unit, counts).map((part) => part / unit)
}
