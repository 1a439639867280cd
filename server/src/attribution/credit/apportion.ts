/**
 * Splits a whole number by weights into whole parts with exactly that sum: each gets its quota rounded down, and the
 * rest goes, one each, to the largest remainders (ties to the earlier). Hamilton's method; deterministic.
 *
 * @param total a safe integer; negative for a refund
 * @param weights finite, >= 0; all zero splits evenly
 * @returns one integer per weight; empty for no weights
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return []
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const quotas = weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length) * Math.abs(total))
  const parts = quotas.map(Math.floor)
  let left = Math.abs(total) - parts.reduce((all, part) => all + part, 0)
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (let i = 0; left > 0; i++, left--) parts[byRemainder[i % parts.length]!.index]!++
  // Rounding of a quota may have given one too many; it is subtracted from the smallest remainder.
  for (let i = byRemainder.length - 1; left < 0; i--, left++) parts[byRemainder[i]!.index]!--
  return total < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts
}
