// Keeps child processes running: restarts a child that dies, after 100 ms, doubling to 5 s while it keeps dying. If a
// child that must start ends before it was ever ready, all are stopped: a restart would only repeat the fault. SIGTERM
// and SIGINT are forwarded: children get SIGTERM, then SIGKILL after 10 s. A child calls `exitWhenParentDies()`, so
// that kill -9 of the supervisor leaves nothing behind.
import { type ChildProcess, fork } from 'node:child_process'
import { sleep } from './retry.ts'

export interface ChildSpec {
  /** In logs and in `pids()`. */
  readonly name: string
  /** A Node script, JavaScript or TypeScript. */
  readonly script: string
  readonly args?: readonly string[]
  /** The whole environment of the child; if omitted, the child inherits ours. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The child reports `{ ready }` when it works. If it ends before its first report, everything is stopped. */
  readonly mustStart?: boolean
}

/** What a child may report to its supervisor. */
export interface ChildReport {
  /** The child works. */
  readonly ready?: unknown
  /** The child is about to end, for this reason. */
  readonly failed?: string
}

export interface SuperviseOptions extends Partial<Limits> {
  /** One line per event. */
  readonly log: (line: string) => void
  /** Discards what children write to stdout; stderr is still shown. */
  readonly quiet?: boolean
}

export interface Supervisor {
  /** Resolves when all children have ended; they are not restarted. */
  stop(): Promise<void>
  /** Pids of the running children, by name. */
  pids(): Record<string, number>
  /** Resolves when all children have ended after `stop()` or a signal. */
  readonly ended: Promise<void>
  /**
   * Resolves when every child that must start is ready, or when all were stopped before. Rejects with the reason if one
   * of them ends before it is ready; the others are then stopped.
   */
  readonly started: Promise<void>
}

interface Limits {
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** After this uptime of a child the waits restart at the shortest. */
  readonly calmAfterMs: number
  readonly killAfterMs: number
  /**
   * A second signal kills what is still running, unless it comes this soon: npm forwards a terminal's Ctrl-C once more.
   */
  readonly sameSignalMs: number
}

const LIMITS: Limits = {
  firstWaitMs: 100,
  longestWaitMs: 5_000,
  calmAfterMs: 30_000,
  killAfterMs: 10_000,
  sameSignalMs: 1_000,
}

export function supervise(children: readonly ChildSpec[], options: SuperviseOptions): Supervisor {
  const { log, quiet = false, ...limits } = { ...LIMITS, ...options }
  const running = new Map<string, ChildProcess>()
  const stopping = new AbortController()
  const starts = children
    .filter(({ mustStart }) => mustStart)
    .map((spec) => ({ spec, ...Promise.withResolvers<void>() }))
  let signalledAt = Number.NEGATIVE_INFINITY
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  const ended = Promise.all(children.map(keepAlive)).then(() => {
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal)
    for (const start of starts) start.resolve()
  })
  const started = Promise.all(starts.map(({ promise }) => promise)).then(() => {})
  started.catch(() => stop('SIGTERM'))
  return { stop: () => (stopping.signal.aborted ? ended : stop('SIGTERM')), pids, ended, started }

  async function keepAlive(spec: ChildSpec): Promise<void> {
    const start = starts.find((one) => one.spec === spec)
    let isStarted = start === undefined
    let wait = limits.firstWaitMs
    while (!stopping.signal.aborted) {
      const startedAt = Date.now()
      const onReady = () => {
        isStarted = true
        start?.resolve()
      }
      const end = await runOnce(spec, { running, log, quiet, onReady })
      const livedMs = Date.now() - startedAt
      const after = `${spec.name} ${end.how}${end.why && `: ${end.why}`} after ${(livedMs / 1000).toFixed(1)} s`
      if (stopping.signal.aborted) return log(after)
      if (!isStarted) {
        log(`${after}; it was never ready, so everything stops`)
        return start?.reject(new Error(end.why || `${spec.name} could not start: it ${end.how}`))
      }
      if (livedMs >= limits.calmAfterMs) wait = limits.firstWaitMs
      log(`${after}; it restarts in ${wait} ms`)
      await sleep(wait, stopping.signal)
      wait = Math.min(wait * 2, limits.longestWaitMs)
    }
  }

  function onSignal(signal: NodeJS.Signals): void {
    const isRepeated = stopping.signal.aborted && performance.now() - signalledAt > limits.sameSignalMs
    if (stopping.signal.aborted && !isRepeated) return
    signalledAt = performance.now()
    log(`${signal} received${isRepeated ? ' again: killing what is still running' : ''}`)
    void stop(isRepeated ? 'SIGKILL' : signal)
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

interface RunOptions {
  readonly running: Map<string, ChildProcess>
  readonly log: (line: string) => void
  readonly quiet: boolean
  onReady(): void
}

/** Resolves when the child is gone, with how it ended and, if it reported one, the reason. */
function runOnce(spec: ChildSpec, { running, log, quiet, onReady }: RunOptions): Promise<{ how: string; why: string }> {
  const child = fork(spec.script, spec.args, {
    ...(spec.env ? { env: spec.env } : {}),
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit', 'ipc'],
    detached: true, // Ctrl-C in a terminal goes to the whole group: each child must get only our signal
  })
  let why = ''
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve({ how: `could not be started (${error.message})`, why })
    })
    if (child.pid === undefined) return
    running.set(spec.name, child)
    log(`${spec.name} (pid ${child.pid}) started`)
    child.on('message', (report: ChildReport) => {
      if (report.ready !== undefined) onReady()
      if (report.failed !== undefined) why = report.failed
    })
    child.once('exit', (code, signal) => {
      running.delete(spec.name)
      resolve({ how: `(pid ${child.pid}) ${signal ? `was killed by ${signal}` : `ended with code ${code}`}`, why })
    })
  })
}
