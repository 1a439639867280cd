// Keeps one postgres alive: when it dies, restarts it on its port after 100 ms, doubling to 5 s.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Postmaster } from './postmaster.ts'

interface Keep {
  readonly first: Postmaster
  readonly relaunch: (signal: AbortSignal) => Promise<Postmaster>
  readonly report: ((reason: string) => void) | undefined
}

interface RunningPostgres {
  readonly pid: number
  stop(): Promise<void>
}

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000
const CALM_AFTER_MS = 30_000 // after this uptime the waits restart at the shortest

export function keepRunning({ first, relaunch, report }: Keep): RunningPostgres {
  const stopping = new AbortController()
  let current = first
  const watching = watch()
  return {
    get pid() {
      return current.pid
    },
    stop: async () => {
      stopping.abort()
      await current.stop()
      await watching
    },
  }

  async function watch(): Promise<void> {
    let wait = FIRST_WAIT_MS
    let since = Date.now()
    let trouble = await current.ended
    while (!stopping.signal.aborted) {
      if (Date.now() - since > CALM_AFTER_MS) wait = FIRST_WAIT_MS
      report?.(`${trouble}; it restarts in ${wait} ms`)
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
      if (stopping.signal.aborted) return
      since = Date.now()
      trouble = await relaunch(stopping.signal).then(
        (next) => {
          current = next
          return stopping.signal.aborted ? next.stop().then(() => '') : next.ended
        },
        (error: Error) => error.message,
      )
    }
  }
}
