// Finds a postgres of this folder without an owner: its parent and its guard were both killed (or the guard is just
// stopping it). Identified by what the kernel reports about the process, never only by a pid file: pids are reused.
import { execFile } from 'node:child_process'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { STARTED_BY } from './postmaster.ts'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

const FAST_SHUTDOWN_MS = 8_000

/**
 * Stops it fast and waits until it is gone. Throws if the process that started it is alive: then the folder is in use.
 */
export async function stopLeftover(dataDir: string): Promise<void> {
  const processes = await postgresIn(dataDir)
  if (processes.length === 0) return removeMisleadingPidFile(dataDir)
  const postmaster = processes.find(({ command }) => command.includes(` -D ${dataDir} `))
  if (postmaster) {
    refuseWhenOwned(dataDir, postmaster)
    signal(postmaster.pid, 'SIGINT')
  }
  // Without a postmaster, a backend notices only when it is idle; a long query would block the next start until it
  // ends.
  else for (const { pid } of processes) signal(pid, 'SIGQUIT')
  if (await areGone(dataDir, FAST_SHUTDOWN_MS)) return
  for (const { pid } of processes) signal(pid, 'SIGKILL') // safe: a new postmaster starts only after all are gone
  if (await areGone(dataDir, 1_000)) return
  const pids = (await postgresIn(dataDir)).map(({ pid }) => pid).join(', ')
  throw new Error(`PostgreSQL processes of ${dataDir} do not end (pid ${pids}): end them and start again`)
}

/**
 * After a reboot the pid in the file may belong to another program of this user; postgres would take that for a running
 * postmaster and always refuse. A postmaster enters its folder before it writes the file, so a process elsewhere is not
 * one. Linux only: on other systems postgres reports which file to remove.
 */
async function removeMisleadingPidFile(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => dataDir) // gone, or hidden: then postgres decides
  if (folder !== dataDir) await rm(file)
}

/** A child keeps the parent that started it only while that parent is alive; orphans are given to init. */
function refuseWhenOwned(dataDir: string, { pid, parent, command }: Process): void {
  if (!`${command} `.includes(`${STARTED_BY}=${parent} `)) return
  throw new Error(
    `${dataDir} is in use: process ${parent} runs PostgreSQL (pid ${pid}) there. Stop that process, or choose another data folder`,
  )
}

async function areGone(dataDir: string, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20)) {
    if ((await postgresIn(dataDir)).length === 0) return true
  }
  return false
}

function postgresIn(dataDir: string): Promise<Process[]> {
  return process.platform === 'linux' ? fromProc(dataDir) : fromPs(dataDir)
}

/**
 * Postmaster and backends run the executable `postgres` with the cluster as working directory. 3-5 ms for 200
 * processes.
 */
async function fromProc(dataDir: string): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const link = (name: string) => readlink(`/proc/${pid}/${name}`).catch(() => '') // another user's, or gone
      if ((await link('cwd')) !== dataDir || !/\/postgres( \(deleted\))?$/.test(await link('exe'))) return null
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      const parent = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1])
      return { pid: Number(pid), parent, command: command.replaceAll('\0', ' ') }
    }),
  )
  return found.filter((process) => process !== null)
}

/**
 * macOS and BSD show no working directory: only the postmaster is found, and postgres itself refuses if a backend is
 * left.
 */
async function fromPs(dataDir: string): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,ppid=,command='], { maxBuffer: 1 << 26 })
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = '']) => ({ pid: Number(pid), parent: Number(parent), command: `${command} ` }))
    .filter(({ command }) => command.includes('postgres -D ') && command.includes(` -D ${dataDir} `))
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ESRCH') throw new Error(`PostgreSQL (pid ${pid}) cannot be stopped (${code}): stop it as its owner`)
  }
}
