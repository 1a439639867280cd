import { sleep } from '../lib/retry.ts'

/** What a start has opened so far, and must close if it fails or is stopped before it is ready. */
export interface Teardown {
  add(close: () => Promise<unknown>): void
  /** Closes everything once, the most recent first. */
  run(): Promise<void>
  /** From here on the caller handles SIGTERM and SIGINT. */
  leaveSignals(): void
  /** A signal came before `leaveSignals`: this process ends when everything is closed. */
  isStopping(): boolean
}

/** Longest time for closing after a signal, milliseconds; the limit for the whole stop is 10 s. */
const CLOSE_MS = 9_000

/** Until `leaveSignals`, SIGTERM and SIGINT close everything and end this process with code 0. */
export function openTeardown(): Teardown {
  const closers: (() => Promise<unknown>)[] = []
  let running: Promise<void> | undefined
  let isStopping = false
  const run = () => {
    running ??= closeAll(closers)
    return running
  }
  const onSignal = async () => {
    isStopping = true
    await Promise.race([run().catch(() => {}), sleep(CLOSE_MS)])
    process.exit(0)
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  return {
    add: (close) => void closers.push(close),
    run,
    leaveSignals: () => void process.off('SIGTERM', onSignal).off('SIGINT', onSignal),
    isStopping: () => isStopping,
  }
}

/** If one cannot be closed, the others still are. */
async function closeAll(closers: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = []
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    await close().catch((error: unknown) => errors.push(error))
  }
  if (errors.length > 0) throw errors[0]
}
