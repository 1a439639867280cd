import { setTimeout as sleep } from 'node:timers/promises'
import type { BetweenOptions } from './between.ts'
import type { Delivery } from './deliveries.ts'

export interface Pace {
  /** The world's time when the first request is asked for, ms. */
  readonly from: number
  /** Seconds of the world per second on the wall; 1 when left out. Above 1, timestamps run ahead of the real time. */
  readonly speed?: number | undefined
  readonly signal?: AbortSignal | undefined
}
export type LiveOptions = BetweenOptions & Pace

/**
 * Hands each request out when its moment has come; ends on abort. A consumer that falls behind gets what it missed at
 * once; nothing is made before it is taken, so memory does not grow.
 */
export async function* inRealTime(
  deliveries: Iterable<Delivery>,
  { from, speed = 1, signal }: Pace,
): AsyncGenerator<Delivery> {
  const startedAt = performance.now()
  for (const delivery of deliveries) {
    const waitMs = (delivery.at - from) / speed - (performance.now() - startedAt)
    if (waitMs > 0 && !(await slept(waitMs, signal))) return
    if (signal?.aborted) return
    yield delivery
  }
}

/** False when it was woken by the abort. */
async function slept(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false)
}
