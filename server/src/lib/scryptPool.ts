import { Worker } from 'node:worker_threads'
import { AppError } from './errors.ts'

// Password hashes on separate threads. libuv's four threads also read files, so hashes there would delay the sign-in
// page itself: 24 concurrent ones blocked it for 15 s.

export interface ScryptJob {
  readonly password: string
  readonly salt: Uint8Array
  readonly N: number
  readonly r: number
  readonly p: number
}

/** The caller of a hash. A network gets a limited part of the queue, so that it cannot fill it. */
export interface HashCaller {
  readonly network: string
  /** A browser that signed in before goes first. */
  readonly isKnown: boolean
}

export interface ScryptPoolOptions {
  /** Concurrent hashes. Each takes 64 MiB and about a quarter of a second of a core. */
  readonly threads: number
  readonly maxWaiting: number
  readonly maxWaitingPerNetwork: number
}

interface Waiting {
  readonly job: ScryptJob
  readonly caller: HashCaller | null
  readonly resolve: (key: Buffer) => void
  readonly reject: (error: Error) => void
}

const BUSY_RETRY_S = 5

/** A bounded queue before a few threads. Throws sign_in_busy if the queue, or a network's part of it, is full. */
export function scryptPool(options: ScryptPoolOptions) {
  const first: Waiting[] = []
  const others: Waiting[] = []
  const idle: Worker[] = []
  let started = 0

  return (job: ScryptJob, caller: HashCaller | null = null): Promise<Buffer> => {
    if (isFull(caller)) throw new AppError('sign_in_busy', { retryAfter: BUSY_RETRY_S })
    return new Promise((resolve, reject) => {
      const queue = caller === null || caller.isKnown ? first : others
      queue.push({ job, caller, resolve, reject })
      pump()
    })
  }

  function isFull(caller: HashCaller | null): boolean {
    if (first.length + others.length >= options.maxWaiting) return true
    if (caller === null || caller.isKnown) return false
    return others.filter((waiting) => waiting.caller!.network === caller.network).length >= options.maxWaitingPerNetwork
  }

  function pump(): void {
    if (idle.length === 0 && started === options.threads) return
    const next = first.shift() ?? others.shift()
    if (next === undefined) return
    const worker = idle.pop() ?? start()
    // A busy thread keeps the process alive, an idle one does not.
    worker.ref()
    const onMessage = ({ key, error }: { key?: Uint8Array; error?: string }) => {
      worker.off('error', onError)
      worker.unref()
      idle.push(worker)
      if (key === undefined) next.reject(new Error(error))
      else next.resolve(Buffer.from(key))
      pump()
    }
    const onError = (error: Error) => {
      worker.off('message', onMessage)
      started--
      next.reject(error)
      pump()
    }
    worker.once('message', onMessage).once('error', onError)
    worker.postMessage(next.job)
  }

  function start(): Worker {
    started++
    return new Worker(new URL('./scryptWorker.ts', import.meta.url))
  }
}
