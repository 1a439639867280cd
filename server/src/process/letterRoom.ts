import { statfs } from 'node:fs/promises'
import { HOUR, SECOND } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { sleep } from '../lib/retry.ts'
import { plainArray, type Sql, type Tx, textArray } from '../store/db.ts'
import type { DeadLetter } from './deadLetters.ts'

// Dead letters are for people to look at: the first thousands of a kind say what a million would. So each key, reason and
// hour keeps a number of them, and none are kept when they fill the disk. The rest is counted in ingest_outcomes only.

export interface LetterLimits {
  /** Per key, reason and hour of receipt. */
  readonly perHour: number
  /** Size of all of them. */
  readonly maxMib: number
  /** A folder on the database's disk; null when this process cannot see it. */
  readonly disk: string | null
  readonly minFreeMib: number
}

/** For callers that store no dead letters, and tests. */
export const AMPLE_ROOM: LetterLimits = { perHour: 10_000, maxMib: Number.POSITIVE_INFINITY, disk: null, minFreeMib: 0 }

const MIB = 1_048_576
/** How often the sizes are looked at. */
const LOOK_MS = 10 * SECOND
/** Cells remembered as full. */
const MAX_FULL = 10_000

export class LetterRoom {
  readonly #limits: LetterLimits
  readonly #full = new Set<string>()
  #isOpen = true

  constructor(limits: LetterLimits) {
    this.#limits = limits
  }

  /** Those of `letters` that may be kept, entered in the quota. After all appends: it locks rows until the commit. */
  async choose(tx: Tx, letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]> {
    if (!this.#isOpen) return []
    const cells = Map.groupBy(letters, cellOf)
    // Another transaction of this process or another one has committed these as full: no lock is needed to know.
    for (const name of [...cells.keys()]) if (this.#full.has(name)) cells.delete(name)
    if (cells.size === 0) return []
    const before = await enter(tx, cells, this.#limits.perHour)
    return [...cells].flatMap(([name, wanted]) => {
      const kept = before.get(name) ?? 0
      if (kept >= this.#limits.perHour) this.#remember(name)
      return wanted.slice(0, Math.max(0, this.#limits.perHour - kept))
    })
  }

  /** Looks at the sizes until `signal` aborts. */
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

  /** Why no dead letters are kept now; null when they are. */
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
 * Enters what is wanted; returns how many letters each cell had before. In the order of the key, so
 * that two workers wait for each other instead of deadlocking.
 */
async function enter(
  tx: Tx,
  cells: ReadonlyMap<string, readonly DeadLetter[]>,
  perHour: number,
): Promise<ReadonlyMap<string, number>> {
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1))
  const first = sorted.map(([, letters]) => letters[0]!)
  const rows = await tx<{ hour: Date; key: string; reason: string; letters: number }[]>`
    insert into dead_letter_quota as quota (hour, key_id, reason, letters, bytes)
    select * from unnest(
      ${plainArray(first.map((letter) => hourOf(letter).toISOString()))}::timestamptz[],
      ${textArray(first.map((letter) => letter.envelope.keyId))}::text[],
      ${textArray(first.map((letter) => letter.reason))}::text[],
      ${plainArray(sorted.map(([, letters]) => letters.length))}::bigint[],
      ${plainArray(sorted.map(([, letters]) => letters.reduce((sum, { body }) => sum + body.length, 0)))}::bigint[])
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

function cellOf(letter: DeadLetter): string {
  return `${hourOf(letter).getTime()} ${letter.envelope.keyId} ${letter.reason}`
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
