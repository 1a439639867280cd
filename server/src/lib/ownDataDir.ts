// One running instance per data folder. Each claimant writes a file named after itself, and then looks for others: of
// two concurrent ones, the second to write sees the first, so they never both own the folder (Dekker). A live process's
// file is never removed, so a takeover has no race either.
// Processes are distinguished by pid and start time: after kill -9 another process may soon have the pid. Limit:
// instances must see each other's pids. Two containers on one volume do not.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sleep } from './retry.ts'

export interface DataDirClaim {
  /** Releases the folder. */
  (): Promise<void>
  /** Sets the text that a second instance reports about this one: its url. */
  note(text: string): Promise<void>
}

interface Claimant {
  readonly name: string
  readonly pid: number
  /** Empty while it is still looking for others. */
  readonly text: string
}

const PATIENCE_MS = 5_000

/**
 * Owns `dir` until the returned function is called or this process ends. Throws with the owner's name if there is one.
 */
export async function claimDataDir(dir: string): Promise<DataDirClaim> {
  await mkdir(dir, { recursive: true })
  const mine = `owner.${process.pid}.${await startOf(process.pid)}.${randomBytes(4).toString('hex')}`
  const file = join(dir, mine)
  const release = () => rm(file, { force: true })
  try {
    await becomeOwner(dir, mine)
  } catch (error) {
    await release()
    throw error
  }
  const note = (text: string) => writeFile(file, ownerText(text))
  return Object.assign(release, { note })
}

async function becomeOwner(dir: string, mine: string): Promise<void> {
  const file = join(dir, mine)
  const deadline = Date.now() + PATIENCE_MS
  for (let isDown = false; ; ) {
    const others = await livingClaimants(dir, mine)
    if (isDown && others.length === 0) return writeFile(file, ownerText())
    const late = Date.now() > deadline ? others[0] : undefined
    const owner = others.find(({ text }) => text !== '') ?? late
    if (owner) throw inUse(dir, owner)
    // Of several concurrent claimants, all but the first by name step back until that one is settled.
    const stepsBack = others.some(({ name }) => name < mine)
    if (stepsBack) await rm(file, { force: true })
    else if (!isDown) await writeFile(file, '', { mode: 0o600 })
    isDown = !stepsBack
    if (others.length > 0) await sleep(20)
  }
}

async function livingClaimants(dir: string, mine: string): Promise<Claimant[]> {
  const found: Claimant[] = []
  for (const name of await readdir(dir)) {
    const [, pid, start] = /^owner\.(\d+)\.([^.]+)\.[0-9a-f]{8}$/.exec(name) ?? []
    if (pid === undefined || name === mine) continue
    if ((await startOf(Number(pid))) !== start) await rm(join(dir, name), { force: true })
    else found.push({ name, pid: Number(pid), text: await readFile(join(dir, name), 'utf8').catch(() => '') })
  }
  return found
}

function ownerText(note = ''): string {
  return `owner ${note}\n`
}

function inUse(dir: string, { pid, text }: Claimant): Error {
  const note = text.replace('owner ', '').trim()
  return new Error(
    `${dir} is in use by process ${pid}${note && ` (${note})`}. Use that one, or stop it ("kill ${pid}"), or choose another data folder`,
  )
}

/** A text that no later process with this pid has; `null` if there is no such process (a zombie counts as gone). */
async function startOf(pid: number): Promise<string | null> {
  if (!exists(pid)) return null
  if (process.platform === 'linux') return startOnLinux(pid)
  const asked = promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
  return asked.then(
    ({ stdout }) => String(Date.parse(stdout.trim())),
    () => 'unknown', // no ps (Windows): any process with this pid counts as the owner, which is the safe side
  )
}

/**
 * Clock ticks since boot are exact, unlike wall-clock times; the boot id distinguishes them from those before a reboot.
 */
async function startOnLinux(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before may contain spaces and brackets
  const [state, ticks] = [fields[0], fields[19]]
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown-')
  return state === 'Z' || state === 'X' ? null : `${boot.slice(0, 8)}-${ticks}`
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
