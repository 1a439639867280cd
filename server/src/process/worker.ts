import type { Progress } from '../facts/loopProgress.ts'
import { blame } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { backoffMs, sleep } from '../lib/retry.ts'
import { type Batch, LeaseLost, type Queue, SUSPECT_ATTEMPTS, type TransactionalQueue } from '../queue/queue.ts'
import { ExclusiveRunner } from './exclusiveRunner.ts'
import { isolatePoison } from './isolatePoison.ts'
import { processBatch } from './processBatch.ts'
import type { ProcessContext } from './processContext.ts'

/** Events of one batch, and so of one transaction. */
const BATCH_EVENTS = 1000

export interface WorkerOptions {
  readonly context: ProcessContext
  readonly queue: Queue
  /** The queue in PostgreSQL, for parts of suspected envelopes and for retries; may be the same queue. */
  readonly inbox: TransactionalQueue
  readonly logger: Logger
  /** Batches handled concurrently. */
  readonly concurrency: number
  /** Longest wait before an empty queue is polled again, milliseconds. */
  readonly waitMs: number
  readonly signal: AbortSignal
  readonly progress?: Progress
}

/** Drains the queues until `signal` aborts; then finishes the current batches and resolves. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const runner = new ExclusiveRunner()
  await Promise.all(Array.from({ length: options.concurrency }, () => drain(options, runner)))
}

async function drain(options: WorkerOptions, runner: ExclusiveRunner): Promise<void> {
  const queues = [...new Set<Queue>([options.queue, options.inbox])]
  let failures = 0
  while (!options.signal.aborted) {
    try {
      let isEmpty = true
      for (const queue of queues) if (await handleNext(options, queue, runner)) isEmpty = false
      if (isEmpty) await sleep(options.waitMs, options.signal)
      failures = 0
      await options.progress?.succeeded()
    } catch (error) {
      options.logger.warn('batch_failed', { error, again_after_failures: ++failures })
      await options.progress?.failed(error)
      await sleep(backoffMs(failures), options.signal)
    }
  }
}

/** Handles one batch; false if none waits. A suspect runs alone: if the worker dies, nothing else is suspected. */
async function handleNext(options: WorkerOptions, queue: Queue, runner: ExclusiveRunner): Promise<boolean> {
  const batch = await runner.runConcurrent(async () => {
    const received = await queue.receive(BATCH_EVENTS)
    if (received !== null && !isSuspect(received)) await handle(options, queue, received)
    return received
  })
  if (batch !== null && isSuspect(batch)) await runner.runExclusive(() => handle(options, queue, batch))
  return batch !== null
}

function isSuspect({ envelopes }: Batch): boolean {
  return envelopes.some((envelope) => envelope.attempts > SUSPECT_ATTEMPTS)
}

async function handle({ context, inbox, logger }: WorkerOptions, queue: Queue, batch: Batch): Promise<void> {
  const onSetAside = (failed: object) => logger.error('envelope_set_aside', { ...failed })
  try {
    if (await isolatePoison({ context, queue, inbox, onSetAside }, batch)) return
    await processBatch(context, queue, batch)
  } catch (error) {
    // Taken over by another worker: that worker has some, the rest is free again. Lost connections and deadlocks are
    // not the envelope's fault. A statement timeout counts as an attempt, or it would be retried for ever.
    const isLost = error instanceof LeaseLost
    const countAttempt = !isLost && blame(error) !== 'environment'
    await queue.nack([...batch.envelopes, ...batch.unreadable], { countAttempt }).catch(() => {
      // The queue is down; the lease will expire.
    })
    if (!isLost) throw error
  }
}
