import { blame } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { backoffMs, sleep } from '../lib/retry.ts'
import { type Claim, LeaseLost, type Queue, SUSPECT_ATTEMPTS } from '../queue/queue.ts'
import type { Progress } from '../store/loopProgress.ts'
import { isolatePoison } from './isolatePoison.ts'
import { Lanes } from './lanes.ts'
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
  readonly progress?: Progress
}

/** Drains the queue until `signal` aborts; then finishes the batches in hand and resolves. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const lanes = new Lanes()
  await Promise.all(Array.from({ length: options.concurrency }, () => drain(options, lanes)))
}

async function drain(options: WorkerOptions, lanes: Lanes): Promise<void> {
  let failures = 0
  while (!options.signal.aborted) {
    try {
      if (!(await handleNext(options, lanes))) await sleep(options.waitMs, options.signal)
      failures = 0
      await options.progress?.succeeded()
    } catch (error) {
      options.logger.warn('batch_failed', { error, again_after_failures: ++failures })
      await options.progress?.failed(error)
      await sleep(backoffMs(failures), options.signal)
    }
  }
}

/** Handles one claim; false when nothing waits. A suspect runs alone: if the worker dies, nothing else is blamed. */
async function handleNext(options: WorkerOptions, lanes: Lanes): Promise<boolean> {
  const claim = await lanes.beside(async () => {
    const taken = await options.queue.take(BATCH_EVENTS)
    if (taken !== null && !isSuspect(taken)) await handle(options, taken)
    return taken
  })
  if (claim !== null && isSuspect(claim)) await lanes.alone(() => handle(options, claim))
  return claim !== null
}

function isSuspect(claim: Claim): boolean {
  return claim.envelopes.some((envelope) => envelope.attempts > SUSPECT_ATTEMPTS)
}

async function handle(options: WorkerOptions, claim: Claim): Promise<void> {
  try {
    if (await isolatePoison(claim)) return
    await processBatch(options.context, claim)
  } catch (error) {
    // Taken over by another worker: what was taken is that worker's now, the rest is free again. Lost connections and
    // deadlocks are nobody's fault; a statement that times out counts as an attempt, or it would be retried for ever.
    const isLost = error instanceof LeaseLost
    await claim.giveBack({ countAttempt: !isLost && blame(error) !== 'nobody' }).catch(() => {
      // The database is away; the lease will run out.
    })
    if (!isLost) throw error
  }
}
