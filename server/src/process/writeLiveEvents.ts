import type { Sql } from '../db/client.ts'
import { isTransient } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'
import type { LiveEvents } from './liveEvents.ts'

const EVERY_MS = 1000

/** Writes the live events every second until `signal` aborts. A failure only delays the view. */
export async function writeLiveEvents(options: {
  readonly live: LiveEvents
  readonly sql: Sql
  readonly logger: Logger
  readonly signal: AbortSignal
}): Promise<void> {
  const { live, sql, logger, signal } = options
  while (!signal.aborted) {
    await sleep(EVERY_MS, signal)
    try {
      await live.write(sql, Date.now())
    } catch (error) {
      if (!isTransient(error)) logger.warn('live_events_not_written', { error })
    }
  }
}
