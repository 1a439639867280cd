import { statfs } from 'node:fs/promises'
import { plainArray, type Sql, type Tx, textArray } from '../db/client.ts'
import { HOUR, SECOND } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'
import type { DeadLetter } from './deadLetter.ts'

// Dead letters are for people to read: the first thousands of a kind show as much as a million would. So each key,
// reason and hour has a quota, and none are stored while they fill the disk. The rest is only counted in
// ingest_outcomes.

export interface DeadLetterLimits {
  /** Per key, reason and hour of receipt. */
  readonly perHour: number
  /** Size of all of them. */
  readonly maxMib: number
  /** A folder on the database's disk; null when this process cannot see it. */
  readonly disk: string | null
  readonly minFreeMib: number
}

/** For callers that store no dead letters, and tests. */
export const AMPLE_QUOTA: DeadLetterLimits = {
  perHour: 10_000,
  maxMib: Number.POSITIVE_INFINITY,
  disk: null,
  minFreeMib: 0,
}

const MIB = 1_048_576
/** How often the sizes are checked. */
const LOOK_MS = 10 * SECOND
/** Cells cached as full. */
const MAX_FULL = 10_000

export class DeadLetterQuota {
  readonly #limits: DeadLetterLimits
  readonly #full = new Set<string>()
  #isOpen = true

  constructor(limits: DeadLetterLimits) {
    this.#limits = limits
  }

  /** Those of `refused` that fit the quota, counted in it. Call after all appends: it locks rows until the commit. */
  async choose(tx: Tx, refused: readonly DeadLetter[]): Promise<readonly DeadLetter[]> {
    if (!this.#isOpen) return []
    const cells = Map.groupBy(refused, cellOf)
    // A committed transaction of this or another process found these full: no lock is needed.
    for (const name of [...cells.keys()]) if (this.#full.has(name)) cells.delete(name)
    if (cells.size === 0) return []
    const before = await enter(tx, cells, this.#limits.perHour)
    return [...cells].flatMap(([name, wanted]) => {
      const kept = before.get(name) ?? 0
      if (kept >= this.#limits.perHour) this.#remember(name)
      return wanted.slice(0, Math.max(0, this.#limits.perHour - kept))
    })
  }

  /** Checks the sizes until `signal` aborts. */
  async watch(sql: Sql, logger: Logger, signal: AbortSignal): Promise<void> {
    let known: string | null = null
    while (!signal.aborted) {
      const reason = await this.look(sql).catch(() => known) // The database is down: nothing is stored either.
      if (reason !== null && reason !== known) logger.warn('dead_letters_only_counted', { reason })
      if (reason === null && known !== null) logger.info('dead_letters_kept_again')
      known = reason
      await sleep(LOOK_MS, signal)
    }
  }

  /** Why no dead letters are stored now; null if they are. */
  async look(sql: Sql): Promise<string | null> {
    const { maxMib, disk, minFreeMib } = this.#limits
    const [row] = await sql<{ bytes: number }[]>`
      select coalesce(sum(bytes), 0)::bigint as bytes from dead_letter_quota`
    const free = disk === null ? null : await freeBytes(disk)
    const reason =
      row!.bytes >= maxMib * MIB
        ? `they take more than ${maxMib} MiB`
        : free !== null && free < minFreeMib * MIB
          ? `less than ${minFreeMib} MiB are free on the disk`
          : null
    this.#isOpen = reason === null
    return reason
  }

  #remember(name: string): void {
    if (this.#full.size >= MAX_FULL) this.#full.clear()
    this.#full.add(name)
  }
}

/**
 * Counts the wanted ones; returns how many dead letters each cell had before. In the order of the key, so that two
 * workers wait for each other instead of deadlocking.
 */
async function enter(
  tx: Tx,
  cells: ReadonlyMap<string, readonly DeadLetter[]>,
  perHour: number,
): Promise<ReadonlyMap<string, number>> {
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1))
  const first = sorted.map(([, wanted]) => wanted[0]!)
  const rows = await tx<{ hour: Date; key: string; reason: string; letters: number }[]>`
    insert into dead_letter_quota as quota (hour, key_id, reason, letters, bytes)
    select * from unnest(
      ${plainArray(first.map((one) => hourOf(one).toISOString()))}::timestamptz[],
      ${textArray(first.map((one) => one.envelope.keyId))}::text[],
      ${textArray(first.map((one) => one.reason))}::text[],
      ${plainArray(sorted.map(([, wanted]) => wanted.length))}::bigint[],
      ${plainArray(sorted.map(([, wanted]) => wanted.reduce((sum, { body }) => sum + body.length, 0)))}::bigint[])
    on conflict (hour, key_id, reason) do update
    set letters = quota.letters + excluded.letters,
      bytes = quota.bytes + case when quota.letters < ${perHour} then excluded.bytes else 0 end
    returning hour, key_id as key, reason, letters`
  return new Map(
    rows.map(({ hour, key, reason, letters }) => {
      const name = `${hour.getTime()} ${key} ${reason}`
      return [name, letters - cells.get(name)!.length]
    }),
  )
}

function cellOf(refused: DeadLetter): string {
  return `${hourOf(refused).getTime()} ${refused.envelope.keyId} ${refused.reason}`
}

function hourOf({ envelope }: DeadLetter): Date {
  return new Date(Math.floor(envelope.receivedAt / HOUR) * HOUR)
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null // Not on this machine.
  }
}
