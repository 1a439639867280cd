import { databaseCode } from '../lib/errors.ts'
import type { Sql } from './client.ts'

// Finds the sessions that hold a lock, so that an operator can end them.

/** A lock could not be acquired in time: lock_timeout, or the victim of a deadlock. */
export function isLockTimeout(error: unknown): boolean {
  return ['55P03', '40P01'].includes(databaseCode(error) ?? '')
}

export interface BlockerWatch {
  /** The sessions that blocked the connection at the last check. */
  blockers(): string
  stop(): void
}

/** While `connection` works, checks through another connection of `sql` which sessions block it. */
export async function watchBlockers(
  connection: Awaited<ReturnType<Sql['reserve']>>,
  sql: Sql,
  lockTimeoutMs: number,
): Promise<BlockerWatch> {
  const [row] = await connection<{ pid: number }[]>`select pg_backend_pid() as pid`
  let seen = ''
  const look = async () => {
    const now = await describeBlockers(sql, { blocked: row!.pid }).catch(() => '')
    if (now !== '') seen = now
  }
  const timer = setInterval(() => void look(), Math.max(lockTimeoutMs / 3, 20))
  return { blockers: () => seen || 'another session', stop: () => clearInterval(timer) }
}

/** Describes the sessions that block a backend, or hold an advisory lock; empty if there are none. */
export async function describeBlockers(
  sql: Sql,
  of: { readonly blocked: number } | { readonly advisory: number },
): Promise<string> {
  const pids =
    'blocked' in of
      ? sql`select unnest(pg_blocking_pids(${of.blocked}))`
      : sql`select pid from pg_locks where locktype = 'advisory' and objid::bigint = ${of.advisory} and granted`
  const rows = await sql<{ text: string }[]>`
    select format('process %s (%s, %s, for %s s)', pid, coalesce(nullif(application_name, ''), 'unnamed'),
      coalesce(state, 'hidden'), coalesce(extract(epoch from now() - xact_start)::int, 0)) as text
    from pg_stat_activity where pid in (${pids}) order by pid`
  return rows.map(({ text }) => text).join(' and ')
}
