import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { type Sql, textArray } from '../db/client.ts'

/** Seconds that one request counts as watching: the screen polls every second. */
const WATCH_SECONDS = 15
const SHOWN = 200

export type RecordedEvent = Omit<LiveEvent, 'placement' | 'merchant'>

/** The last events of a key over all workers, newest first; requests them to be written every second. */
export async function readLiveEvents(sql: Sql, keyId: string): Promise<LiveEvent[]> {
  return withNames(sql, await readRecorded(sql, keyId))
}

/** The same, as their worker recorded them. */
export async function readRecorded(sql: Sql, keyId: string): Promise<RecordedEvent[]> {
  await sql`
    insert into live_watches (key_id, until) values (${keyId}, now() + ${WATCH_SECONDS} * interval '1 second')
    on conflict (key_id) do update set until = excluded.until`
  const rows = await sql<{ events: RecordedEvent[] }[]>`select events from live_events where key_id = ${keyId}`
  // The sort is stable: of two events received together the later of the batch comes first.
  return rows
    .flatMap(({ events }) => events.toReversed())
    .sort((a, b) => (a.received_at < b.received_at ? 1 : a.received_at > b.received_at ? -1 : 0))
    .slice(0, SHOWN)
}

/** Adds the names of placements and merchants; unknown ones keep the sender's text. */
async function withNames(sql: Sql, events: readonly RecordedEvent[]): Promise<LiveEvent[]> {
  const asked = events.map(({ event }) => ({
    placement: wordOf(event, 'placement_key', 'placement_id'),
    merchant: wordOf(event, 'merchant_ref', 'merchant_id'),
  }))
  const [placements, merchants] = await Promise.all([
    readPlacementNames(sql, wordsOf(asked.map(({ placement }) => placement))),
    readMerchantNames(sql, wordsOf(asked.map(({ merchant }) => merchant))),
  ])
  return events.map((event, i) => {
    const { placement, merchant } = asked[i]!
    return { ...event, placement: named(placements, placement), merchant: named(merchants, merchant) }
  })
}

interface Words {
  /** As arrays of PostgreSQL. */
  readonly refs: string
  readonly ids: string
}

interface Named {
  readonly id: string
  readonly ref: string | null
  readonly name: string
}

function readPlacementNames(sql: Sql, { refs, ids }: Words): Promise<Named[]> {
  return sql<Named[]>`
    select placement_id as id, placement_key as ref, placement_name as name from placement_dim
    where placement_key = any(${refs}::text[]) or placement_id = any(${ids}::uuid[])`
}

function readMerchantNames(sql: Sql, { refs, ids }: Words): Promise<Named[]> {
  return sql<Named[]>`
    select merchant_id as id, merchant_ref as ref, merchant_name as name from merchant_dim
    where merchant_ref = any(${refs}::text[]) or merchant_id = any(${ids}::uuid[])`
}

function named(rows: readonly Named[], word: string | null): string | null {
  if (word === null) return null
  const row = rows.find(({ id }) => id === word.toLowerCase()) ?? rows.find(({ ref }) => ref === word)
  return row?.name ?? word
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function wordsOf(words: readonly (string | null)[]): Words {
  const known = [...new Set(words)].filter((word) => word !== null && !word.includes('\0'))
  return { refs: textArray(known), ids: textArray(known.filter((word) => UUID.test(word ?? ''))) }
}

function wordOf(event: unknown, ...fields: readonly string[]): string | null {
  if (typeof event !== 'object' || event === null) return null
  const values = event as Readonly<Record<string, unknown>>
  const word = fields.map((field) => values[field]).find((value) => typeof value === 'string')
  return typeof word === 'string' ? word : null
}
