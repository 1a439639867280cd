import { sleep } from '../lib/retry.ts'

/** What a start has opened so far, and has to close again when it fails or is told to stop before it is done. */
export interface Teardown {
  add(close: () => Promise<unknown>): void
  /** Closes everything once, the latest first. */
  run(): Promise<void>
  /** From here on the caller answers SIGTERM and SIGINT. */
  leaveSignals(): void
  /** A signal came before `leaveSignals`: this process ends as soon as everything is closed. */
  isStopping(): boolean
}

/** Longest time that closing may take after a signal, milliseconds; the promise is 10 s. */
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

/** One that cannot be closed does not keep the others open. */
async function closeAll(closers: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = []
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    await close().catch((error: unknown) => errors.push(error))
  }
  if (errors.length > 0) throw errors[0]
}
