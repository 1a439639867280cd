/** Numbers in [0, 1) that are the same for the same seed (mulberry32): a failing fault is repeated by its seed. */
export type Random = () => number

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

const isLong = process.env.TEST_PROFILE === 'long'

/** One seed in `npm test`, twenty in the long profile; FAULT_SEED repeats a single one. */
export const SEEDS: readonly number[] = process.env.FAULT_SEED
  ? [Number(process.env.FAULT_SEED)]
  : Array.from({ length: isLong ? 20 : 1 }, (_, i) => i + 1)

export const profile = isLong ? 'long' : 'short'
