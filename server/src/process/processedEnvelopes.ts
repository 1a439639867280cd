import { plainArray, type Tx } from '../db/client.ts'
import { UNDATED } from '../facts/partitions.ts'
import { utcDate } from '../lib/clock.ts'
import { uuidTime } from '../lib/ids.ts'

// Which envelopes were handled, one row each, by the UTC day of the time inside their id, which is the same for every
// delivery. If that day has no partition, the row goes to UNDATED.

/** These envelopes were handled before and delivered again: they only need to be acknowledged. */
export class AlreadyProcessed extends Error {
  override name = 'AlreadyProcessed'
  readonly ids: ReadonlySet<string>

  constructor(ids: readonly string[]) {
    super(`${ids.length} envelopes were processed before`)
    this.ids = new Set(ids)
  }
}

export class ProcessedEnvelopes {
  readonly #listDays: () => Promise<readonly string[]>
  #days: ReadonlySet<string> = new Set()
  #loadedAt = Number.NEGATIVE_INFINITY

  /** @param listDays days that have a partition */
  constructor(listDays: () => Promise<readonly string[]>) {
    this.#listDays = listDays
  }

  /** Before the transaction: which of the days have a partition now? */
  async look(ids: readonly string[]): Promise<void> {
    const age = performance.now() - this.#loadedAt
    if (age < 1000 || (age < 60_000 && ids.every((id) => this.#days.has(dayOf(id))))) return
    this.#days = new Set(await this.#listDays())
    this.#loadedAt = performance.now()
  }

  /** A partition was dropped since. */
  forget(): void {
    this.#loadedAt = Number.NEGATIVE_INFINITY
  }

  /** Remembers the envelopes as part of the transaction that handles them, or throws AlreadyProcessed. */
  async mark(tx: Tx, ids: readonly string[]): Promise<void> {
    // In one order, so that two workers with the same envelopes wait for each other instead of deadlocking.
    const sorted = ids.toSorted()
    const days = sorted.map((id) => (this.#days.has(dayOf(id)) ? dayOf(id) : UNDATED))
    const undated = sorted.filter((_, i) => days[i] === UNDATED)
    const [marked, elsewhere] = await Promise.all([
      tx<{ id: string }[]>`
        insert into processed_envelopes (day, envelope_id)
        select day, id from unnest(${plainArray(days)}::date[], ${plainArray(sorted)}::uuid[]) as t (day, id)
        where not exists (select from processed_envelopes p where p.day = ${UNDATED} and p.envelope_id = t.id)
        on conflict do nothing returning envelope_id as id`,
      undated.length === 0 ? [] : findDated(tx, undated),
    ])
    const known = new Set(elsewhere)
    const fresh = new Set(marked.map(({ id }) => id))
    const seen = sorted.filter((id) => !fresh.has(id) || known.has(id))
    if (seen.length > 0) throw new AlreadyProcessed(seen)
  }
}

/** Another worker may have known the partition of the day already. */
async function findDated(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select envelope_id as id from processed_envelopes
    where day <> ${UNDATED} and envelope_id = any(${plainArray(ids)}::uuid[])`
  return rows.map(({ id }) => id)
}

/** UNDATED for an id that is not a UUIDv7, or whose time is out of range. */
function dayOf(id: string): string {
  const ms = uuidTime(id)
  return ms === null || ms > 8.64e15 ? UNDATED : utcDate(ms)
}
