// Runs PostgreSQL as a child of this process, for machines that have only Node and npm. Takes a folder, returns the
// urls of a running server with an empty or existing database `brand_exposure`. Failures:
//   this process ends in any way  -> a guard shell stops postgres (postmaster.ts), measured 40-60 ms
//   the guard was killed as well  -> the next start finds that postgres and stops it (leftover.ts)
//   postgres itself dies          -> it is restarted on the same port, so that pools reconnect (revive.ts)
// A second instance on the same folder is refused; lib/ownDataDir.ts refuses earlier and names its url.
import { mkdir, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { stopLeftover } from './leftover.ts'
import { keepLogsBounded } from './log.ts'
import { type LoginUrls, openLogins } from './logins.ts'
import { freePort, lastPort } from './port.ts'
import { type Launch, launchPostmaster, type Postmaster } from './postmaster.ts'
import { keepRunning } from './revive.ts'
import { serverSettings } from './settings.ts'
import { assertReachable, chooseUser } from './user.ts'

export interface EmbeddedOptions {
  /** The cluster (PGDATA). Created if it does not exist, with its parent folders. */
  readonly dataDir: string
  /** `true` except in tests: a commit survives a power cut. */
  readonly durable: boolean
  /** Server settings that override ours, e.g. `{ shared_buffers: '2GB' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** Called with one line each time postgres dies or cannot be restarted; it is retried until `stop()`. */
  readonly onExit?: (reason: string) => void
}

/** All URLs stay valid across restarts. */
export interface EmbeddedPostgres extends LoginUrls {
  /** Only for creating databases and roles; no running process gets it. */
  readonly superuserUrl: string
  readonly port: number
  /** Of the running postmaster; changes after a restart. */
  readonly pid: number
  /** Fast shutdown: open transactions are rolled back; resolves when the process is gone. */
  stop(): Promise<void>
}

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = await realDataDir(options.dataDir)
  const binaries = await findBinaries()
  const user = await chooseUser(dataDir)
  if (user) await assertReachable(user, [binaries.postgres, dirname(dataDir)])

  await stopLeftover(dataDir)
  const password = await ensureCluster({ dataDir, binaries, user, durable: options.durable })
  const settings = await serverSettings({ ...options, dataDir, binaries, user })
  const logs = keepLogsBounded(dataDir)
  const launch: Omit<Launch, 'port'> = { dataDir, binaries, user, settings }
  try {
    const { port, postmaster } = await launchOnFreePort(launch)
    const superuserUrl = `postgres://owner:${password}@127.0.0.1:${port}/brand_exposure`
    const logins = await openLogins(dataDir, user, superuserUrl).catch(async (error: unknown) => {
      await postmaster.stop()
      throw error
    })
    const relaunch = async (signal: AbortSignal): Promise<Postmaster> => {
      await stopLeftover(dataDir)
      return launchPostmaster({ ...launch, port, signal })
    }
    const running = keepRunning({ first: postmaster, relaunch, report: options.onExit })
    return {
      ...logins,
      superuserUrl,
      port,
      get pid() {
        return running.pid
      },
      stop: () => running.stop().finally(() => logs.close()),
    }
  } catch (error) {
    logs.close()
    throw error
  }
}

/** Processes are identified by this path, so it must be the one the kernel reports: absolute, without symlinks. */
async function realDataDir(path: string): Promise<string> {
  const absolute = resolve(path)
  await mkdir(dirname(absolute), { recursive: true })
  return realpath(absolute).catch(async () => join(await realpath(dirname(absolute)), basename(absolute)))
}

/** Another program may take the port between the check and the bind: three tries. */
async function launchOnFreePort(launch: Omit<Launch, 'port'>): Promise<{ port: number; postmaster: Postmaster }> {
  let preferred = await lastPort(launch.dataDir)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(preferred)
    try {
      return { port, postmaster: await launchPostmaster({ ...launch, port }) }
    } catch (error) {
      if (attempt === 3 || !/could not (bind|create any TCP)/.test(String(error))) throw error
      preferred = null
    }
  }
}
