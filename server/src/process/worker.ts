import { isTransient } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { backoffMs, sleep } from '../lib/retry.ts'
import { type Claim, LeaseLost, type Queue } from '../queue/queue.ts'
import { isolatePoison } from './isolatePoison.ts'
import { type ProcessContext, processBatch } from './processBatch.ts'

/** Events of one claim, and so of one transaction. */
const BATCH_EVENTS = 1000

export interface WorkerOptions {
  readonly context: ProcessContext
  readonly queue: Queue
  readonly logger: Logger
  /** Batches handled side by side. */
  readonly concurrency: number
  /** Longest wait before an empty queue is looked at again, milliseconds. */
  readonly waitMs: number
  readonly signal: AbortSignal
}

/** Drains the queue until `signal` aborts; then finishes the batches in hand and resolves. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  await Promise.all(Array.from({ length: options.concurrency }, () => drain(options)))
}

async function drain(options: WorkerOptions): Promise<void> {
  let failures = 0
  while (!options.signal.aborted) {
    try {
      const claim = await options.queue.take(BATCH_EVENTS)
      if (claim === null) await sleep(options.waitMs, options.signal)
      else await handle(options, claim)
      failures = 0
    } catch (error) {
      options.logger.warn('batch_failed', { error, again_after_failures: ++failures })
      await sleep(backoffMs(failures), options.signal)
    }
  }
}

async function handle(options: WorkerOptions, claim: Claim): Promise<void> {
  if (await isolatePoison(claim)) return
  try {
    await processBatch(options.context, claim)
  } catch (error) {
    // Taken over by another worker: it is that worker's now. Lost connections and deadlocks are nobody's fault.
    if (error instanceof LeaseLost) return
    await claim.giveBack({ countAttempt: !isTransient(error) }).catch(() => {
      // The database is away; the lease will run out.
    })
    throw error
  }
}
