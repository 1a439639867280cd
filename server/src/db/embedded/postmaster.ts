// One postgres process: started, awaited until it accepts connections, stopped, and never left running.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { lastComplaints } from './log.ts'
import type { Settings } from './settings.ts'
import { type RunAs, spawnAs } from './user.ts'

export interface Launch {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly user: RunAs | null
  readonly settings: Settings
  readonly port: number
  readonly signal?: AbortSignal
}

export interface Postmaster {
  readonly pid: number
  /** Resolves with the reason when the process is gone. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** Names the process that started a postmaster, on its command line: leftover.ts checks whether it is alive. */
export const STARTED_BY = 'brand_exposure.started_by'

/**
 * `$$` is the shell that becomes postgres. Before that it starts a guard, forked twice so that postgres gets no child
 * it does not know. The guard waits on a pipe that only this process holds. End of file means this process is gone, for
 * any reason, and the guard stops postgres fast; a line means postgres is gone and its pid may be reused.
 */
const GUARDED = `( ( read -r line || kill -INT $$ ) <&3 3<&- >/dev/null 2>&1 & )
exec "$@" 3<&-`

const FAST_SHUTDOWN_MS = 8_000 // its checkpoint may write 512 MB; our own SIGTERM has 10 s

/** No time limit: replaying 4 GB of WAL after a crash takes minutes, and giving up would only restart the replay. */
export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  const startedAt = new Date()
  const child = spawnGuarded(launch)
  const stderr = collect(child)
  const ended = endOf(child)
  let gone = false
  void ended.then(() => {
    gone = true
  })
  const postmaster: Postmaster = { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) }
  const giveUp = () => void postmaster.stop()
  launch.signal?.addEventListener('abort', giveUp)
  while (!gone && !(await isReady(launch.dataDir, postmaster.pid, startedAt))) await Promise.race([ended, sleep(10)])
  launch.signal?.removeEventListener('abort', giveUp)
  if (!gone) return postmaster

  const complaints = stderr().trim() || (await lastComplaints(launch.dataDir, startedAt))
  throw new Error(
    `PostgreSQL did not start in ${launch.dataDir} on port ${launch.port}: ${await ended}\n${complaints}\n` +
      `Its log is in ${join(launch.dataDir, 'log')}`,
  )
}

function spawnGuarded({ dataDir, binaries, user, settings, port }: Launch): ChildProcess {
  const options = Object.entries({ ...settings, [STARTED_BY]: String(process.pid) })
  const args = ['-D', dataDir, '-p', String(port), ...options.flatMap(([key, value]) => ['-c', `${key}=${value}`])]
  return spawn('/bin/sh', ['-c', GUARDED, 'sh', binaries.postgres, ...args], {
    detached: true, // Ctrl-C in a terminal goes to the whole group: postgres must outlive the draining of our queues
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    ...spawnAs(user),
  })
}

/**
 * The file's last line becomes "ready" when connections are accepted; pid and time distinguish it from an older file.
 */
async function isReady(dataDir: string, pid: number, startedAt: Date): Promise<boolean> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const isOurs = Number(lines[0]) === pid && Number(lines[2]) >= Math.floor(startedAt.getTime() / 1000)
  return isOurs && lines[7]?.trim() === 'ready'
}

function endOf(child: ChildProcess): Promise<string> {
  const guardPipe = child.stdio[3] as Writable
  guardPipe.on('error', () => {}) // the guard was killed: the next start looks for leftovers
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`/bin/sh could not be run (${error.message})`))
    child.once('exit', (code, signal) => {
      guardPipe.end('over\n')
      resolve(`postgres (pid ${child.pid}) ${signal ? `was killed by ${signal}` : `ended with code ${code}`}`)
    })
  })
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT') // fast: roll back, checkpoint, end
  const tooLong = new AbortController()
  const late = sleep(FAST_SHUTDOWN_MS, 'late', { signal: tooLong.signal }).catch(() => 'ended')
  if ((await Promise.race([ended, late])) === 'late') child.kill('SIGQUIT') // immediate: the next start replays the WAL
  tooLong.abort()
  await ended
}

/** What postgres prints before its log file is open; the last 4 kB are enough. */
function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4096)
  })
  return () => text
}
