import { divide } from '@bx/contracts/metrics/metric'
import { wilson } from '@bx/contracts/metrics/wilson'
import { HASH_SPACE } from './sketch.ts'
import type { Union } from './unionSketches.ts'

/**
 * A share of a union's users, 0..1, with the range that contains the true one with 95 % probability; exact if all are
 * counted.
 */
export interface Share {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Visitors among the users; null if there are none. A sample of most users is more certain than its size suggests. */
export function visitorShare({
  entries,
  visitors,
  theta,
}: Pick<Union, 'entries' | 'visitors' | 'theta'>): Share | null {
  const share = divide(visitors, entries)
  if (share === null) return null
  const unseen = 1 - theta / HASH_SPACE
  const range = unseen > 0 ? wilson(visitors / unseen, entries / unseen) : null
  return { share, low: range?.low ?? share, high: range?.high ?? share }
}
