import { ApiError } from './api.ts'

/** First and longest pause between two attempts, milliseconds. */
const FIRST_MS = 1000
const LONGEST_MS = 15_000

export interface HealOptions {
  /** Whether the server answers again. */
  readonly isBack: () => Promise<boolean>
  /** Loads again what failed; true if nothing is missing any more. */
  readonly reload: () => Promise<boolean>
  readonly onChange: (isAway: boolean) => void
  readonly wait?: (ms: number) => Promise<void>
}

/** Whether this failure passes without a change of the request: no connection, or a fault of the server. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500)
}

/** After a passing failure: waits until the server answers, then loads again what failed. One loop at a time. */
export function createHealer({ isBack, reload, onChange, wait = sleep }: HealOptions): () => Promise<void> {
  let running: Promise<void> | null = null
  const heal = async () => {
    onChange(true)
    for (let pause = FIRST_MS; ; pause = Math.min(pause * 1.5, LONGEST_MS)) {
      await wait(pause)
      if (!(await isBack())) continue
      onChange(false)
      if (await reload()) return
    }
  }
  return () => {
    running ??= heal().finally(() => {
      running = null
    })
    return running
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
