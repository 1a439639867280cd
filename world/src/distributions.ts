import type { Random } from './random.ts'

/** Poisson with mean `mean`. Uses one draw; for the same draw, a larger `mean` never gives a smaller number. */
export function poisson(rng: Random, mean: number): number {
  const u = rng.unit()
  // Above 30 the normal distribution is within 1 % of the exact one, and the sum below would be slow.
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(u)))
  let k = 0
  let term = Math.exp(-mean)
  for (let sum = term; u > sum && k < 200; sum += term) {
    k++
    term *= mean / k
  }
  return k
}

export function exponential(rng: Random, mean: number): number {
  return -Math.log(1 - rng.unit()) * mean
}

/** `spread` is the standard deviation of the logarithm: with 1, two thirds are within a factor of 2.7 of the median. */
export function logNormal(rng: Random, median: number, spread: number): number {
  return median * Math.exp(spread * normal(rng))
}

/** Mean 0, standard deviation 1 (Box-Muller). */
function normal(rng: Random): number {
  return Math.sqrt(-2 * Math.log(1 - rng.unit())) * Math.cos(2 * Math.PI * rng.unit())
}

/** Inverse of the normal distribution, by Winitzki's approximation of erf; off by less than 0.005. */
function normalQuantile(u: number): number {
  const x = Math.min(1 - 1e-9, Math.max(1e-9, u)) * 2 - 1
  const log = Math.log(1 - x * x)
  const half = 2 / (Math.PI * 0.147) + log / 2
  return Math.SQRT2 * Math.sign(x) * Math.sqrt(Math.sqrt(half * half - log / 0.147) - half)
}

/** Weighted choice in constant time (Walker's alias method). */
export class Choice {
  readonly #cut: Float64Array
  readonly #alias: Int32Array

  constructor(weights: readonly number[]) {
    const n = weights.length
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    if (!(total > 0)) throw new Error('Choice: expected at least one weight above 0')
    const scaled = weights.map((weight) => (weight * n) / total)
    this.#cut = new Float64Array(n).fill(1)
    this.#alias = Int32Array.from({ length: n }, (_, i) => i)
    const small = indexes(scaled, (value) => value < 1)
    const large = indexes(scaled, (value) => value >= 1)
    while (small.length > 0 && large.length > 0) {
      const s = small.pop()!
      const l = large.pop()!
      this.#cut[s] = scaled[s]!
      this.#alias[s] = l
      scaled[l] = scaled[l]! + scaled[s]! - 1
      if (scaled[l]! < 1) small.push(l)
      else large.push(l)
    }
  }

  /** An index into the weights. */
  pick(rng: Random): number {
    const x = rng.unit() * this.#cut.length
    const i = Math.floor(x)
    return x - i < this.#cut[i]! ? i : this.#alias[i]!
  }
}

function indexes(values: readonly number[], wanted: (value: number) => boolean): number[] {
  return values.flatMap((value, i) => (wanted(value) ? [i] : []))
}
