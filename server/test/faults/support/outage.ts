import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/db/embedded/startEmbeddedPostgres.ts'

// Faults of PostgreSQL. It keeps its port, so that pools reconnect.

export interface DatabaseFaults {
  readonly pid: number
  /** SIGKILL of the postmaster: the server replays its WAL and is back soon. Resolves at the moment of the kill. */
  kill(): void
  /** SIGKILL of one backend at work: PostgreSQL drops all others too, and recovers. */
  killBackend(pid: number): void
  /** Shut down for `ms`; connections are refused meanwhile. Resolves when it takes connections again. */
  away(ms: number): Promise<void>
  /** Pauses all its processes for `ms`: connections hang, but are not refused. */
  freeze(ms: number): Promise<void>
  stop(): Promise<void>
}

/** @param first the server as it was started in `folder/pg` */
export function databaseFaults(folder: string, first: EmbeddedPostgres, settings: Record<string, string>) {
  let server = first
  const faults: DatabaseFaults = {
    get pid() {
      return server.pid
    },
    kill: () => void process.kill(server.pid, 'SIGKILL'),
    killBackend: (pid) => void process.kill(pid, 'SIGKILL'),
    async away(ms) {
      await server.stop()
      await sleep(ms)
      server = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), durable: true, settings })
      if (server.port !== first.port) throw new Error(`PostgreSQL came back on port ${server.port}, not ${first.port}`)
    },
    async freeze(ms) {
      const pids = [server.pid, ...childrenOf(server.pid)]
      for (const pid of pids) signal(pid, 'SIGSTOP')
      await sleep(ms)
      for (const pid of pids) signal(pid, 'SIGCONT')
    },
    stop: () => server.stop(),
  }
  return faults
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // ended between two looks
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null // ended between two looks
  }
}
