import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '../../server/src/db/client.ts'
import { readWatermark } from '../../server/src/facts/watermark.ts'

/** The first plan is made after this time, even if the history is not counted yet. */
const LONGEST_WAIT_MS = 120_000

/** Waits until everything that is stored now is in the figures. */
export async function whenCounted(sql: Sql, signal: AbortSignal): Promise<void> {
  const since = Date.now()
  while (!signal.aborted && Date.now() - since < LONGEST_WAIT_MS) {
    if ((await readWatermark(sql)).completeTo.getTime() >= since) return
    await sleep(1000)
  }
}
