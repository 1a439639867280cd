import { Worker } from 'node:worker_threads'
import type { ModelResult } from './computeModel.ts'
import type { ThreadInput, ThreadMessage } from './modelThread.ts'

export interface ThreadLimits {
  readonly timeMs: number
  readonly memoryMb: number
}

export interface ThreadOptions {
  readonly input: ThreadInput
  readonly limits: ThreadLimits
  /** Ends the thread. */
  readonly signal: AbortSignal
  onProgress(progress: number): void
}

/** Computes a model in a thread. If it needs too much time or memory, the error says what to do. */
export async function runThread({ input, limits, signal, onProgress }: ThreadOptions): Promise<ModelResult> {
  signal.throwIfAborted() // an earlier abort fires no event
  const worker = new Worker(new URL('./modelThread.ts', import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
  })
  const { promise, resolve, reject } = Promise.withResolvers<ModelResult>()
  const timer = setTimeout(() => reject(tooLong(limits)), limits.timeMs)
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  worker.on('message', (message: ThreadMessage) => {
    if ('result' in message) resolve(message.result)
    else onProgress(message.progress)
  })
  worker.on('error', (error) => reject(isOutOfMemory(error) ? tooLarge(limits) : error))
  worker.on('exit', () => reject(new Error('The computation ended without a result.')))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function tooLong({ timeMs }: ThreadLimits): Error {
  const limit = timeMs < 60_000 ? `${timeMs / 1000} seconds` : `${timeMs / 60_000} minutes`
  return new Error(`It took longer than ${limit}: choose fewer days or one merchant.`)
}

function tooLarge({ memoryMb }: ThreadLimits): Error {
  return new Error(`It needed more than ${memoryMb} MB of memory: choose fewer days or one merchant.`)
}
