import type { Logger } from '../lib/logger.ts'
import { backoffMs, sleep } from '../lib/retry.ts'
import type { Progress } from '../store/loopProgress.ts'
import { type FoldContext, foldDeltas } from './foldDeltas.ts'

export interface FolderOptions {
  readonly context: FoldContext
  readonly logger: Logger
  /** Longest wait between looks, milliseconds. */
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly progress?: Progress
}

/** Folds until `signal` aborts. Several may run: whoever holds the lock folds, the others look again later. */
export async function runFolder({ context, logger, everyMs, signal, progress }: FolderOptions): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      const folded = await foldDeltas(context)
      failures = 0
      await progress?.succeeded()
      // The one that folded last looks again soonest, so that its memory of the sketches stays of use.
      if (folded === null) await sleep(2 * everyMs, signal)
      else if (folded === 0) await sleep(everyMs / 2, signal)
      else await sleep(Math.min(everyMs / 4, 100), signal)
    } catch (error) {
      logger.warn('fold_failed', { error, again_after_failures: ++failures })
      await progress?.failed(error)
      await sleep(backoffMs(failures), signal)
    }
  }
}
