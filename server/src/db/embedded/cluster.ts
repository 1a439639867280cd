// A cluster is created in a temporary folder and renamed, so the data folder is absent or complete, never half-created.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, lchown, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { type RunAs, spawnAs } from './user.ts'

export interface ClusterPlace {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly user: RunAs | null
  readonly durable: boolean
}

const run = promisify(execFile)

/** Creates the cluster if there is none. Returns the password of its superuser `owner`. */
export async function ensureCluster(place: ClusterPlace): Promise<string> {
  await removeUnfinished(place.dataDir)
  const files = await filesOf(place.dataDir)
  if (files.length === 0) await createCluster(place)
  else if (!files.includes('PG_VERSION')) {
    throw new Error(
      `${place.dataDir} holds files but no PostgreSQL cluster: name a new or empty folder, or move its content away`,
    )
  }
  await giveTo(place.user, place.dataDir)
  return readFile(passwordFile(place.dataDir), 'utf8').catch((cause: unknown) => {
    throw new Error(`Cannot read the password of the cluster: restore ${passwordFile(place.dataDir)}`, { cause })
  })
}

async function filesOf(dataDir: string): Promise<string[]> {
  try {
    return await readdir(dataDir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new Error(
      `${dataDir} cannot be read (${code}). If a start as root created it, start as root again or chown it to yourself`,
      { cause: error },
    )
  }
}

async function createCluster(place: ClusterPlace): Promise<void> {
  const unfinished = `${place.dataDir}.init-${process.pid}`
  const password = `${unfinished}.password`
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (place.user) for (const path of [unfinished, password]) await chown(path, place.user.uid, place.user.gid)
    await initdb(place, unfinished, password)
    await createDatabase(place, unfinished)
    await rename(password, passwordFile(unfinished))
    await rmdir(place.dataDir).catch(() => {}) // an empty folder may exist
    await rename(unfinished, place.dataDir)
    if (place.durable) await flush(dirname(place.dataDir))
  } catch (cause) {
    throw new Error(`Could not create a PostgreSQL cluster in ${place.dataDir}: ${describe(cause)}`, { cause })
  } finally {
    await Promise.all([unfinished, password].map((path) => rm(path, { recursive: true, force: true })))
  }
}

/** PostgreSQL sorts and compares case by code point: a system upgrade cannot corrupt an index. */
async function initdb({ binaries, user, durable }: ClusterPlace, dir: string, password: string): Promise<void> {
  const args = ['-D', dir, '-U', 'owner', `--pwfile=${password}`, '--auth=scram-sha-256', '--encoding=UTF8']
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums')
  await run(binaries.initdb, durable ? args : [...args, '--no-sync'], spawnAs(user))
}

/** Single-user mode needs neither port nor password, and completes this step before the rename. */
async function createDatabase({ binaries, user, durable }: ClusterPlace, dir: string): Promise<void> {
  const args = ['--single', '-D', dir, '-c', 'exit_on_error=on', '-c', `fsync=${durable ? 'on' : 'off'}`, 'template1']
  const single = run(binaries.postgres, args, spawnAs(user))
  single.child.stdin?.end('create database brand_exposure;\n')
  await single
}

/** Leftovers of a killed start: `<dir>.init-<pid>` of processes that are gone. */
async function removeUnfinished(dataDir: string): Promise<void> {
  const prefix = `${basename(dataDir)}.init-`
  const names = await readdir(dirname(dataDir))
  for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    if (pid !== process.pid && isAlive(pid)) continue
    // Its initdb may still be writing (it stops when it misses a file), so a folder may not be empty yet.
    await rm(join(dirname(dataDir), name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}

/** A cluster copied by root (a restored backup) belongs to root: change the owner file by file. */
async function giveTo(user: RunAs | null, dataDir: string): Promise<void> {
  if (!user || (await stat(dataDir)).uid === user.uid) return
  for (const name of await readdir(dataDir, { recursive: true })) await lchown(join(dataDir, name), user.uid, user.gid)
  await chown(dataDir, user.uid, user.gid) // last: an interrupted change is repeated
}

/** A rename survives a power cut only if its folder was flushed. */
async function flush(dir: string): Promise<void> {
  const handle = await open(dir)
  await handle.sync().finally(() => handle.close())
}

function passwordFile(dataDir: string): string {
  return join(dataDir, 'owner.password')
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function describe(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  return stderr?.trim() || message
}
