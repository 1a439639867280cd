import { randomUUID } from 'node:crypto'
import { type Sql, textArray } from '../db/client.ts'
import type { EventKind } from '../queue/queue.ts'

// The outcomes of the last events of each key, for people who instrument a page. The worker that validated the events
// keeps them in memory (a few references an event) and writes one row a key: every 10 s, or every second while somebody
// watches.

/** Events kept of each key. */
export const LIVE_EVENTS = 200
/** Keys kept; the least recently seen one is removed first. */
const MAX_KEYS = 200
const UNWATCHED_EVERY_MS = 10_000

export type EventOutcome = 'stored' | 'flagged' | 'duplicate' | 'superseded' | 'rejected'

/** One validated event; the event itself becomes JSON only when it is written. */
export interface ValidatedEvent {
  readonly keyId: string
  readonly receivedAt: number
  readonly kind: EventKind
  readonly verdict: EventOutcome
  readonly reason: string
  readonly message: string
  /** The event as it was parsed, or the JSON text of one refused on receipt. */
  readonly event: unknown
}

interface KeyEvents {
  readonly events: ValidatedEvent[]
  isChanged: boolean
  writtenAt: number
}

export class LiveEvents {
  readonly #worker = randomUUID()
  readonly #keys = new Map<string, KeyEvents>()

  /** Call when the batch is committed. */
  record(outcomes: readonly ValidatedEvent[]): void {
    for (const [keyId, events] of Map.groupBy(outcomes, (one) => one.keyId)) {
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

  /** Writes what changed; call every second. */
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
      for (const [, known] of due) known.isChanged = true // retried by the next write
      throw error
    }
  }
}

function shownOf({ receivedAt, kind, verdict, reason, message, event }: ValidatedEvent) {
  return { received_at: new Date(receivedAt).toISOString(), kind, verdict, reason, message, event: masked(event) }
}

const TIMES = ['timestamp', 'status_at']
const USERS = ['user_id', 'visitor_id']

/** Times in ISO 8601; the pseudonymised user id is truncated, which still distinguishes people. */
function masked(body: unknown): unknown {
  const event = typeof body === 'string' ? parsed(body) : body
  if (typeof event !== 'object' || event === null) return event
  return Object.fromEntries(
    Object.entries(event).map(([field, value]) => {
      if (USERS.includes(field) && typeof value === 'string') return [field, `${value.slice(0, 8)}…`]
      if (TIMES.includes(field) && typeof value === 'number') return [field, new Date(value).toISOString()]
      return [field, value]
    }),
  )
}

/** Text that was truncated at 8 KiB stays text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
