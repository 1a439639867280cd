import type { Sql } from '../db/client.ts'
import type { Progress } from '../facts/loopProgress.ts'
import { readWatermark } from '../facts/watermark.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import type { Logger } from '../lib/logger.ts'
import { backoffMs, sleep } from '../lib/retry.ts'
import { attribute } from './attribute.ts'
import { creditEarlier } from './creditEarlier.ts'

export interface AttributorOptions {
  readonly sql: Sql
  readonly failpoint: Failpoint
  readonly logger: Logger
  /** Longest wait between rounds, milliseconds. */
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly progress?: Progress
}

/**
 * Attributes until `signal` aborts. Several workers may run: the one that gets the lock works, the others try again
 * later.
 */
export async function runAttributor(options: AttributorOptions): Promise<void> {
  const { sql, failpoint, logger, everyMs, signal, progress } = options
  const suspicion = { rounds: 0 }
  let failures = 0
  let hasEarlier = true
  while (!signal.aborted) {
    try {
      const done = await attribute(sql, (await readWatermark(sql)).countedTo, failpoint, { logger, suspicion })
      if (hasEarlier) hasEarlier = await creditEarlier(sql)
      failures = 0
      await progress?.succeeded()
      if (done === null) await sleep(5 * everyMs, signal)
      else if (done.taken === 0) await sleep(everyMs, signal)
    } catch (error) {
      logger.warn('attribution_failed', { error, again_after_failures: ++failures })
      await progress?.failed(error)
      await sleep(backoffMs(failures), signal)
    }
  }
}
