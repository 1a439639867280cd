import type { CreditModel } from '@bx/contracts/metrics/creditModels'
import { apportion } from './apportion.ts'

/** Credit is counted in millionths of a conversion, so that shares sum exactly. */
export const WHOLE_CREDIT = 1_000_000
/** A touch this much older has half the weight, milliseconds: 7 days, like the attribution window. */
const HALF_LIFE_MS = 7 * 86_400_000
/** Position based: the weights of the first and the last touch; those in between share the rest. */
const [FIRST_WEIGHT, LAST_WEIGHT] = [0.4, 0.4]

/** One exposure that may have led to a conversion. */
export interface CreditTouch {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The decisive touch, named by the evidence. Exactly one of a conversion's touches. */
  readonly isDecisive: boolean
}

/**
 * Credit of each touch in millionths, in the order given; sums to `WHOLE_CREDIT` (to 0 without touches).
 *
 * - `decisive_touch`: all to the decisive touch (a named click's exposure, the last click, the last viewed exposure).
 * - `first_touch`: all to the earliest.
 * - `linear`: evenly.
 * - `time_decay`: 2^(-age / 7 days), age counted from the conversion.
 * - `position_based`: 40 % first, 40 % last seen, 20 % shared between; half and half for two.
 *
 * @param touches ordered by time
 * @param convertedAt milliseconds since the epoch
 */
export function creditOf(model: CreditModel, touches: readonly CreditTouch[], convertedAt: number): number[] {
  if (touches.length === 0) return []
  return apportion(WHOLE_CREDIT, weightsOf(model, touches, convertedAt))
}

/**
 * Money of each touch in minor units, by its credit; sums to `minorUnits` exactly, also when it is negative.
 */
export function shareMoney(minorUnits: number, credits: readonly number[]): number[] {
  return apportion(minorUnits, credits)
}

function weightsOf(model: CreditModel, touches: readonly CreditTouch[], convertedAt: number): number[] {
  switch (model) {
    case 'decisive_touch':
      return touches.map(({ isDecisive }) => (isDecisive ? 1 : 0))
    case 'first_touch':
      return touches.map((_, i) => (i === 0 ? 1 : 0))
    case 'linear':
      return touches.map(() => 1)
    case 'time_decay':
      return touches.map(({ at }) => 2 ** (-(convertedAt - at) / HALF_LIFE_MS))
    case 'position_based':
      return touches.map((_, i) => positionWeight(i, touches.length))
  }
}

function positionWeight(index: number, length: number): number {
  if (length <= 2) return 1 / length
  if (index === 0) return FIRST_WEIGHT
  if (index === length - 1) return LAST_WEIGHT
  return (1 - FIRST_WEIGHT - LAST_WEIGHT) / (length - 2)
}
