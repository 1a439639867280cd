import { slotDays } from '../../src/facts/slotDays.ts'
import { plain } from '../../src/facts/topology/plain.ts'
import { isTransient } from '../../src/lib/errors.ts'
import { failpoint } from '../../src/lib/failpoint.ts'
import { isolatePoison } from '../../src/process/isolatePoison.ts'
import { openProcess } from '../../src/process/openProcess.ts'
import { processBatch } from '../../src/process/processBatch.ts'
import type { ProcessContext } from '../../src/process/processContext.ts'
import { postgresQueue } from '../../src/queue/postgres.ts'
import { type Batch, type Envelope, LeaseLost, type Queue, type TransactionalQueue } from '../../src/queue/queue.ts'
import { rollUpDeltas } from '../../src/rollup/rollUpDeltas.ts'
import { openRollup, type RollupContext } from '../../src/rollup/rollupContext.ts'
import { setCategory } from './categories.ts'
import type { TestDatabase } from './database.ts'
import { type MemoryBroker, memoryQueue } from './memoryQueue.ts'
import type { Fault, RollupTurn } from './world.ts'

// Two processing workers and two rollup workers over the same tables, driven step by step without a clock, with faults.

export interface ChaosOptions {
  readonly database: TestDatabase
  readonly zone: string
  readonly envelopes: readonly Envelope[]
  /** An external broker; default: the queue in PostgreSQL. */
  readonly broker?: MemoryBroker | undefined
  readonly claimEvents: number
  /** Faults of the next claims, one each. */
  readonly faults: readonly Fault[]
  /** Turns of the two workers that roll up; begins again at its end. */
  readonly rollups: readonly RollupTurn[]
}

class Crash extends Error {
  /** The data is not the cause: like a dead process, it counts no failed attempt. */
  readonly code = 'ECONNRESET'
  override name = 'Crash'
}

/** Pushes, processes and rolls up everything, in spite of the faults. */
export async function runThroughChaos(options: ChaosOptions): Promise<void> {
  const { database, envelopes } = options
  const door = openQueue(options)
  const faults = [...options.faults]
  const workers = [new Worker(options, faults), new Worker(options, faults)]
  const half = Math.ceil(envelopes.length / 2)
  await door.push(envelopes.slice(0, half))
  let isWorking = true
  const rollingUp = rollUpUntil(options, () => !isWorking)
  await Promise.all([
    ...envelopes.slice(half).map((one) => door.push([one])),
    ...workers.map((worker) => worker.drain()),
    recategorise(database),
  ])
  await workers[0]!.drain() // envelopes pushed after both found nothing
  isWorking = false
  await rollingUp
  await Promise.all([door.close(), ...workers.map((worker) => worker.close())])
}

/** Merchants change their categories while they are counted, and back. */
async function recategorise({ app }: TestDatabase): Promise<void> {
  const merchants = await app<{ merchant_id: string; category: string | null }[]>`
    select merchant_id, category from merchant_dim order by 1`
  await setCategory(app, 'home')
  for (const { merchant_id, category } of merchants) await setCategory(app, category, merchant_id)
}

class Worker {
  readonly #options: ChaosOptions
  readonly #faults: Fault[]
  readonly #context: ProcessContext
  #queue: Queue
  readonly #inbox: TransactionalQueue
  #crashAt: Fault | null = null

  constructor(options: ChaosOptions, faults: Fault[]) {
    this.#options = options
    this.#faults = faults
    this.#queue = openQueue(options)
    this.#inbox = openInbox(options)
    this.#context = openProcess({
      ...{ sql: options.database.app, topology: plain, timeZone: options.zone, rawDays: 0 },
      failpoint: (name) => {
        if (name !== this.#crashAt) return
        this.#crashAt = null
        throw new Crash(name)
      },
    })
  }

  async drain(): Promise<void> {
    for (const queue of [this.#queue, this.#inbox]) {
      for (;;) {
        const batch = await queue.receive(this.#options.claimEvents)
        if (batch !== null) await this.#handle(queue, batch)
        else if ((await queue.depth()).waitingEnvelopes === 0) break
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#queue.close(), this.#inbox.close()])
  }

  async #handle(queue: Queue, batch: Batch): Promise<void> {
    const fault = this.#faults.shift() ?? null
    if (fault === 'abandon') return this.#die(batch)
    if (fault === 'take over') await this.#loseLease(batch)
    this.#crashAt = fault
    try {
      const isolating = { context: this.#context, queue, inbox: this.#inbox }
      if (!(await isolatePoison(isolating, batch))) await processBatch(this.#context, queue, batch)
    } catch (error) {
      if (error instanceof LeaseLost) return
      if (!(error instanceof Crash) && !isTransient(error)) throw error
      await queue.nack(batch.envelopes, { countAttempt: error instanceof Crash })
    } finally {
      this.#crashAt = null
    }
  }

  /** The process ends with an open claim: its lease is no longer renewed. */
  async #die(batch: Batch): Promise<void> {
    await this.#queue.close()
    this.#queue = openQueue(this.#options)
    await expire(this.#options, batch)
  }

  /** It hangs so long that another worker handles the claim; then it continues. */
  async #loseLease(batch: Batch): Promise<void> {
    await expire(this.#options, batch)
    const other = new Worker(this.#options, [])
    const taken = await other.#queue.receive(1000)
    if (taken !== null) await other.#handle(other.#queue, taken)
    await other.close()
  }
}

function openQueue(options: ChaosOptions): Queue {
  return options.broker ? memoryQueue(options.broker) : openInbox(options)
}

function openInbox({ database: { app } }: ChaosOptions): TransactionalQueue {
  return postgresQueue({ ingest: app, worker: app })
}

async function expire({ database: { owner }, broker }: ChaosOptions, { envelopes }: Batch): Promise<void> {
  if (broker) broker.expire(envelopes)
  else
    await owner`update ingest_inbox set lease_until = now() - interval '1 second'
      where id = any(${envelopes.map(({ id }) => id)}::uuid[])`
}

const MAX_ROLLUP_FAULTS = 3

/** Two workers take turns, and sometimes run at the same time. A turn ends when there was something to roll up. */
async function rollUpUntil({ database, rollups }: ChaosOptions, isOver: () => boolean): Promise<void> {
  let [turn, faults] = [0, 0]
  const workers = [0, 1].map(() =>
    openTestRollup(database, (name) => {
      const { fails } = rollups[turn++ % rollups.length]!
      if (fails && faults++ < MAX_ROLLUP_FAULTS) throw new Crash(name)
    }),
  )
  const rollUp = (worker: RollupContext) =>
    rollUpDeltas(worker).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
      return null
    })
  for (;;) {
    const wasOver = isOver()
    const { who } = rollups[turn % rollups.length]!
    const counted = await Promise.all(workers.slice(who === 'second' ? 1 : 0, who === 'first' ? 1 : 2).map(rollUp))
    if (wasOver && counted.every((n) => n === 0)) return
  }
}

export function openTestRollup({ app, owner }: TestDatabase, fail = failpoint(null)): RollupContext {
  return openRollup(app, fail, slotDays(owner, plain))
}
