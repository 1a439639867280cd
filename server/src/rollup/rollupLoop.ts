import type { Progress } from '../facts/loopProgress.ts'
import type { Logger } from '../lib/logger.ts'
import { backoffMs, sleep } from '../lib/retry.ts'
import { rollUpDeltas } from './rollUpDeltas.ts'
import type { RollupContext } from './rollupContext.ts'

export interface RollupLoopOptions {
  readonly context: RollupContext
  readonly logger: Logger
  /** Longest wait between rounds, milliseconds. */
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly progress?: Progress
}

/**
 * Rolls up until `signal` aborts. Several workers may run: the one that gets the lock rolls up, the others try again
 * later.
 */
export async function runRollupLoop({ context, logger, everyMs, signal, progress }: RollupLoopOptions): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      const count = await rollUpDeltas(context)
      failures = 0
      await progress?.succeeded()
      // The worker that rolled up last tries again first, so that its cached sketches stay useful.
      if (count === null) await sleep(2 * everyMs, signal)
      else if (count === 0) await sleep(everyMs / 2, signal)
      else await sleep(Math.min(everyMs / 4, 100), signal)
    } catch (error) {
      logger.warn('rollup_failed', { error, again_after_failures: ++failures })
      await progress?.failed(error)
      await sleep(backoffMs(failures), signal)
    }
  }
}
