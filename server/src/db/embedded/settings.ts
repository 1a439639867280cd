// Server settings, sized for 2 cores and 4-24 GB shared with Node. Each one differs from PostgreSQL's default for a
// reason.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { type RunAs, spawnAs } from './user.ts'

export type Settings = Readonly<Record<string, string>>

interface Server {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly user: RunAs | null
  readonly durable: boolean
  readonly settings?: Settings
}

const always: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket path may have only 107 bytes, and TCP is enough
  max_connections: '60',
  timezone: 'UTC',
  log_timezone: 'UTC',
  random_page_cost: '1.1', // SSD
  jit: 'off', // compiling costs more than our short queries take
  max_parallel_workers_per_gather: '1', // of 2 cores: one query must not use both
  idle_in_transaction_session_timeout: '30s', // a stuck client would hold back vacuum and the drop of partitions
  autovacuum_naptime: '10s', // inbox and deltas are emptied constantly: a minute leaves 100,000s of dead rows
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%Y%m%d-%H%M%S.log', // log.ts removes the oldest
  log_rotation_size: '10MB',
}

const forUse: Settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  effective_cache_size: '2GB', // half of the smallest machine
  work_mem: '16MB', // 60 connections stay below 1 GB
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB', // with the next two: few checkpoints, each spread out, so few full-page images
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  wal_buffers: '16MB',
}

const forTests: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
}

const lz4: Settings = { wal_compression: 'lz4', default_toast_compression: 'lz4' }

export async function serverSettings(server: Server): Promise<Settings> {
  if (!server.durable) return { ...always, ...forTests, ...server.settings }
  return { ...always, ...forUse, ...((await knowsLz4(server)) ? lz4 : {}), ...server.settings }
}

/** The npm build of PostgreSQL 18.4 for linux-x64 has no lz4, others have; asking costs 8 ms. Its only other method, pglz,
 *  saved 11 % of the WAL of 200,000 rows with random keys after a checkpoint: not worth the CPU, so then none. */
async function knowsLz4({ dataDir, binaries, user }: Server): Promise<boolean> {
  const args = ['-D', dataDir, '-c', 'wal_compression=lz4', '-C', 'wal_compression']
  const asked = promisify(execFile)(binaries.postgres, args, spawnAs(user))
  return asked.then(
    () => true,
    () => false,
  )
}
