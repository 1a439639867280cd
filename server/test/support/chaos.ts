import { type FoldContext, foldDeltas, openFold } from '../../src/fold/foldDeltas.ts'
import { isTransient } from '../../src/lib/errors.ts'
import { failpoint } from '../../src/lib/failpoint.ts'
import { isolatePoison } from '../../src/process/isolatePoison.ts'
import { openProcess } from '../../src/process/openProcess.ts'
import { type ProcessContext, processBatch } from '../../src/process/processBatch.ts'
import { postgresQueue } from '../../src/queue/postgres.ts'
import { type Claim, type Envelope, LeaseLost, type Queue } from '../../src/queue/queue.ts'
import { plain } from '../../src/store/topology/plain.ts'
import type { TestDatabase } from './database.ts'
import type { Fault, FoldTurn } from './world.ts'

// Two workers and two folders over the same tables, none of them a loop with a clock, and things that go wrong.

export interface ChaosOptions {
  readonly database: TestDatabase
  readonly zone: string
  readonly envelopes: readonly Envelope[]
  readonly claimEvents: number
  /** What befalls the next claims, one each. */
  readonly faults: readonly Fault[]
  /** Turns of the two folders; begins again at its end. */
  readonly folds: readonly FoldTurn[]
}

class Crash extends Error {
  /** Nobody's data is to blame: a dead process blames none either. */
  readonly code = 'ECONNRESET'
  override name = 'Crash'
}

/** Pushes, processes and folds everything, in spite of the faults. */
export async function runThroughChaos(options: ChaosOptions): Promise<void> {
  const { database, envelopes } = options
  const door = openQueue(database)
  const faults = [...options.faults]
  const workers = [new Worker(options, faults), new Worker(options, faults)]
  const half = Math.ceil(envelopes.length / 2)
  await door.push(envelopes.slice(0, half))
  let isWorking = true
  const folding = foldUntil(options, () => !isWorking)
  await Promise.all([
    ...envelopes.slice(half).map((one) => door.push([one])),
    ...workers.map((worker) => worker.drain()),
    recategorise(database),
  ])
  await workers[0]!.drain() // what was pushed after both had found nothing
  isWorking = false
  await folding
  await Promise.all([door.close(), ...workers.map((worker) => worker.close())])
}

/** Merchants change their categories while they are counted, and back. */
async function recategorise({ app }: TestDatabase): Promise<void> {
  const merchants = await app<{ merchant_id: string; category: string | null }[]>`
    select merchant_id, category from merchant_dim order by 1`
  await app`update merchant_dim set category = 'home'`
  for (const { merchant_id, category } of merchants)
    await app`update merchant_dim set category = ${category} where merchant_id = ${merchant_id}`
}

class Worker {
  readonly #options: ChaosOptions
  readonly #faults: Fault[]
  readonly #context: ProcessContext
  #queue: Queue
  #crashAt: Fault | null = null

  constructor(options: ChaosOptions, faults: Fault[]) {
    this.#options = options
    this.#faults = faults
    this.#queue = openQueue(options.database)
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
    for (;;) {
      const claim = await this.#queue.take(this.#options.claimEvents)
      if (claim !== null) await this.#handle(claim)
      else if ((await this.#queue.depth()).waitingEnvelopes === 0) return
    }
  }

  close(): Promise<void> {
    return this.#queue.close()
  }

  async #handle(claim: Claim): Promise<void> {
    const fault = this.#faults.shift() ?? null
    if (fault === 'abandon') return this.#die(claim)
    if (fault === 'take over') await this.#loseLease(claim)
    this.#crashAt = fault
    try {
      if (!(await isolatePoison(claim))) await processBatch(this.#context, claim)
    } catch (error) {
      if (error instanceof LeaseLost) return
      if (!(error instanceof Crash) && !isTransient(error)) throw error
      await claim.giveBack({ countAttempt: error instanceof Crash })
    } finally {
      this.#crashAt = null
    }
  }

  /** The process ends with the claim in its hands: nobody renews the lease any more. */
  async #die(claim: Claim): Promise<void> {
    await this.#queue.close()
    this.#queue = openQueue(this.#options.database)
    await expire(this.#options.database, claim)
  }

  /** It hangs so long that another worker handles the claim; then it goes on as if nothing had been. */
  async #loseLease(claim: Claim): Promise<void> {
    await expire(this.#options.database, claim)
    const other = new Worker(this.#options, [])
    const taken = await other.#queue.take(1000)
    if (taken !== null) await other.#handle(taken)
    await other.close()
  }
}

function openQueue({ app }: TestDatabase): Queue {
  return postgresQueue({ ingest: app, worker: app })
}

async function expire({ owner }: TestDatabase, claim: Claim): Promise<void> {
  await owner`update ingest_inbox set lease_until = now() - interval '1 second'
    where envelope_id = any(${claim.envelopes.map(({ id }) => Number(id))})`
}

const MAX_FOLD_FAULTS = 3

/** Two folders take turns, and sometimes meet. A turn is over when there was something to fold. */
async function foldUntil({ database, folds }: ChaosOptions, isOver: () => boolean): Promise<void> {
  let [turn, faults] = [0, 0]
  const folders = [0, 1].map(() =>
    openTestFold(database, (name) => {
      const { fails } = folds[turn++ % folds.length]!
      if (fails && faults++ < MAX_FOLD_FAULTS) throw new Crash(name)
    }),
  )
  const fold = (folder: FoldContext) =>
    foldDeltas(folder).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
      return null
    })
  for (;;) {
    const wasOver = isOver()
    const { who } = folds[turn % folds.length]!
    const folded = await Promise.all(folders.slice(who === 'second' ? 1 : 0, who === 'first' ? 1 : 2).map(fold))
    if (wasOver && folded.every((n) => n === 0)) return
  }
}

export function openTestFold({ app, owner }: TestDatabase, fail = failpoint(null)): FoldContext {
  return openFold(app, fail, async (days) => {
    for (const day of days) await plain.createDay(owner, 'session_slots', day)
  })
}
