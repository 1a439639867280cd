import { randomUUID } from 'node:crypto'
import type { EventKind } from '../queue/queue.ts'
import { type Sql, textArray } from '../store/db.ts'

// What became of the last events of each key, for whoever instruments a page. Kept in memory by the worker that judged
// them (a few references an event) and written as one row a key: every 10 s, every second while somebody looks.

/** Events kept of each key. */
export const LIVE_EVENTS = 200
/** Keys kept; the one heard of longest ago goes first. */
const MAX_KEYS = 200
const UNWATCHED_EVERY_MS = 10_000

export type Verdict = 'stored' | 'flagged' | 'duplicate' | 'superseded' | 'rejected'

/** One event as it was judged; the event itself is turned to JSON only when it is written. */
export interface JudgedEvent {
  readonly keyId: string
  readonly receivedAt: number
  readonly kind: EventKind
  readonly verdict: Verdict
  readonly reason: string
  readonly message: string
  /** As it was understood, or the JSON text of what was refused on receipt. */
  readonly event: unknown
}

interface KeyEvents {
  readonly events: JudgedEvent[]
  isChanged: boolean
  writtenAt: number
}

export class LiveEvents {
  readonly #worker = randomUUID()
  readonly #keys = new Map<string, KeyEvents>()

  /** Called when the batch is committed. */
  note(judged: readonly JudgedEvent[]): void {
    for (const [keyId, events] of Map.groupBy(judged, (one) => one.keyId)) {
      const known = this.#keys.get(keyId) ?? { events: [], isChanged: true, writtenAt: Number.NEGATIVE_INFINITY }
      known.events.push(...events.slice(-LIVE_EVENTS))
      known.events.splice(0, known.events.length - LIVE_EVENTS)
      known.isChanged = true
      this.#keys.delete(keyId)
      this.#keys.set(keyId, known)
    }
    for (const keyId of this.#keys.keys()) {
      if (this.#keys.size <= MAX_KEYS) return
      this.#keys.delete(keyId)
    }
  }

  /** Writes what changed; called every second. */
  async write(sql: Sql, now: number): Promise<void> {
    if (![...this.#keys.values()].some(({ isChanged }) => isChanged)) return
    const watches = await sql<{ keyId: string }[]>`select key_id as "keyId" from live_watches where until > now()`
    const watched = new Set(watches.map(({ keyId }) => keyId))
    const due = [...this.#keys].filter(
      ([keyId, { isChanged, writtenAt }]) => isChanged && (watched.has(keyId) || now - writtenAt >= UNWATCHED_EVERY_MS),
    )
    if (due.length === 0) return
    const documents = due.map(([, { events }]) => JSON.stringify(events.map(shownOf)))
    for (const [, known] of due) known.isChanged = false
    try {
      await sql`
        insert into live_events (key_id, worker, events)
        select key_id, ${this.#worker}, events::jsonb
        from unnest(${textArray(due.map(([keyId]) => keyId))}::text[], ${textArray(documents)}::text[]) as t (key_id, events)
        on conflict (key_id, worker) do update set events = excluded.events, written_at = now()`
      for (const [, known] of due) known.writtenAt = now
    } catch (error) {
      for (const [, known] of due) known.isChanged = true // written the next time
      throw error
    }
  }
}

function shownOf({ receivedAt, kind, verdict, reason, message, event }: JudgedEvent) {
  return { received_at: new Date(receivedAt).toISOString(), kind, verdict, reason, message, event: masked(event) }
}

const TIMES = ['timestamp', 'status_at']

/** Times as people read them; the folded user id cut, enough to tell two people apart. */
function masked(body: unknown): unknown {
  const event = typeof body === 'string' ? parsed(body) : body
  if (typeof event !== 'object' || event === null) return event
  return Object.fromEntries(
    Object.entries(event).map(([field, value]) => {
      if (field === 'user_id' && typeof value === 'string') return [field, `${value.slice(0, 8)}…`]
      if (TIMES.includes(field) && typeof value === 'number') return [field, new Date(value).toISOString()]
      return [field, value]
    }),
  )
}

/** Text that was cut at 8 KiB stays text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
