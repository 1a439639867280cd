// Keeps one postgres alive: when it dies, it is started again on its port, waiting 100 ms, doubling to 5 s.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Postmaster } from './embeddedPostmaster.ts'

interface Keep {
  readonly first: Postmaster
  readonly relaunch: (signal: AbortSignal) => Promise<Postmaster>
  readonly report: ((reason: string) => void) | undefined
}

interface Running {
  readonly pid: number
  stop(): Promise<void>
}

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000
const CALM_AFTER_MS = 30_000 // a postgres that lived so long starts the waits anew

export function keepRunning({ first, relaunch, report }: Keep): Running {
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
      report?.(`${trouble}; it is started again in ${wait} ms`)
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
