import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import type { Sql } from '../store/db.ts'

/** Seconds a look lasts: the screen asks every second. */
const WATCH_SECONDS = 15
const SHOWN = 200

/** The last events of a key over all workers, newest first; from now on they are written every second. */
export async function readLiveEvents(sql: Sql, keyId: string): Promise<LiveEvent[]> {
  await sql`
    insert into live_watches (key_id, until) values (${keyId}, now() + ${WATCH_SECONDS} * interval '1 second')
    on conflict (key_id) do update set until = excluded.until`
  const rows = await sql<{ events: LiveEvent[] }[]>`select events from live_events where key_id = ${keyId}`
  // Stable: of two events received together the later of the batch comes first.
  return rows
    .flatMap(({ events }) => events.toReversed())
    .sort((a, b) => (a.received_at < b.received_at ? 1 : a.received_at > b.received_at ? -1 : 0))
    .slice(0, SHOWN)
}
