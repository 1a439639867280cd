// Keeps child processes running: one that ends unasked is started again, after 100 ms, doubling to 5 s while it keeps
// dying. SIGTERM and SIGINT are passed on; who has not ended 10 s later is killed. A child calls `exitWhenParentDies()`,
// so that kill -9 of the supervisor leaves nothing behind.
import { type ChildProcess, fork } from 'node:child_process'
import { sleep } from './retry.ts'

export interface ChildSpec {
  /** In logs and in `pids()`. */
  readonly name: string
  /** A node script, JavaScript or TypeScript. */
  readonly script: string
  readonly args?: readonly string[]
  /** The whole environment of the child; without it the child inherits ours. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export interface SuperviseOptions extends Partial<Limits> {
  /** One line per event. */
  readonly log: (line: string) => void
  /** Drops what children write to stdout; stderr still shows. */
  readonly quiet?: boolean
}

export interface Supervisor {
  /** Resolves when all children have ended; they are not started again. */
  stop(): Promise<void>
  /** Of the children running now, by name. */
  pids(): Record<string, number>
  /** Resolves when all children have ended after `stop()` or a signal. */
  readonly ended: Promise<void>
}

interface Limits {
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** A child that lived so long starts the waits anew. */
  readonly calmAfterMs: number
  readonly killAfterMs: number
}

const LIMITS: Limits = { firstWaitMs: 100, longestWaitMs: 5_000, calmAfterMs: 30_000, killAfterMs: 10_000 }

export function supervise(children: readonly ChildSpec[], options: SuperviseOptions): Supervisor {
  const { log, quiet = false, ...limits } = { ...LIMITS, ...options }
  const running = new Map<string, ChildProcess>()
  const stopping = new AbortController()
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  const ended = Promise.all(children.map(keepAlive)).then(() => {
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal)
  })
  return { stop: () => (stopping.signal.aborted ? ended : stop('SIGTERM')), pids, ended }

  async function keepAlive(spec: ChildSpec): Promise<void> {
    let wait = limits.firstWaitMs
    while (!stopping.signal.aborted) {
      const startedAt = Date.now()
      const end = await runOnce(spec, running, log, quiet)
      const livedMs = Date.now() - startedAt
      const after = `${spec.name} ${end} after ${(livedMs / 1000).toFixed(1)} s`
      if (stopping.signal.aborted) return log(after)
      if (livedMs >= limits.calmAfterMs) wait = limits.firstWaitMs
      log(`${after}; it is started again in ${wait} ms`)
      await sleep(wait, stopping.signal)
      wait = Math.min(wait * 2, limits.longestWaitMs)
    }
  }

  function onSignal(signal: NodeJS.Signals): void {
    log(`${signal} received${stopping.signal.aborted ? ' again: killing what still runs' : ''}`)
    void stop(stopping.signal.aborted ? 'SIGKILL' : signal)
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    stopping.abort()
    for (const child of running.values()) child.kill(signal)
    const timer = setTimeout(killLate, limits.killAfterMs)
    await ended.finally(() => clearTimeout(timer))
  }

  function killLate(): void {
    for (const [name, child] of running) {
      log(`${name} (pid ${child.pid}) did not end within ${limits.killAfterMs / 1000} s: killed`)
      child.kill('SIGKILL')
    }
  }

  function pids(): Record<string, number> {
    return Object.fromEntries([...running].map(([name, child]) => [name, child.pid!]))
  }
}

/** Resolves when the child is gone, with how it ended. */
function runOnce(
  spec: ChildSpec,
  running: Map<string, ChildProcess>,
  log: (line: string) => void,
  quiet: boolean,
): Promise<string> {
  const child = fork(spec.script, spec.args, {
    ...(spec.env ? { env: spec.env } : {}),
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit', 'ipc'],
    detached: true, // Ctrl-C in a terminal goes to the whole group: each child shall get one signal, ours
  })
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(`could not be started (${error.message})`)
    })
    if (child.pid === undefined) return
    running.set(spec.name, child)
    log(`${spec.name} (pid ${child.pid}) started`)
    child.once('exit', (code, signal) => {
      running.delete(spec.name)
      resolve(`(pid ${child.pid}) ${signal ? `was killed by ${signal}` : `ended with code ${code}`}`)
    })
  })
}
