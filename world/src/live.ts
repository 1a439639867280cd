import { setTimeout as sleep } from 'node:timers/promises'
import type { BetweenOptions } from './between.ts'
import type { Delivery } from './deliveries.ts'

export interface Pace {
  /** The world's time at the first request, ms. */
  readonly from: number
  /** World seconds per real second, default 1. Above 1, timestamps run ahead of real time. */
  readonly speed?: number | undefined
  readonly signal?: AbortSignal | undefined
}
export type LiveOptions = BetweenOptions & Pace

/**
 * Yields each request at its time; ends on abort. A slow consumer gets missed requests at once. Requests are generated lazily,
 * so memory does not grow.
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

/** false if the abort ended the wait. */
async function slept(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false)
}
