import { randomInt, randomUUID } from 'node:crypto'
import { sumArrivals } from '../store/arrivals.ts'
import type { Sql, Tx } from '../store/db.ts'
import { plainArray, textArray } from '../store/db.ts'
import { arrivalsOf } from './arrivalsOf.ts'
import { groupCommit } from './groupCommit.ts'
import {
  type Claim,
  type Envelope,
  eventCount,
  LeaseLost,
  type Queue,
  type QueuedEnvelope,
  SUSPECT_ATTEMPTS,
} from './queue.ts'
import { readEnvelope } from './readEnvelope.ts'

// The queue in the same database as the facts. In: many requests, one insert, one fsync. Out: a claim (attempts + 1,
// lease, token) that commits before the work; the delete joins the transaction of the facts, so that handling is
// exactly once. What may go wrong: a worker dies (the lease runs out, the next claim counts one attempt more) or
// hangs (its delete finds another token and its transaction is rolled back).

/** A dead worker's envelopes are free again after this long, milliseconds; living ones renew theirs every third. */
const LEASE_MS = 6000

/** Counters of received_events for one hour, key and kind: each process adds to one of them. */
const RECEIVED_PARTS = 8

export interface PostgresQueueOptions {
  /** Pool for acknowledgements; separate from everything slow. */
  readonly ingest: Sql
  /** Pool for claims. */
  readonly worker: Sql
  /** Bytes of envelopes that may wait for one commit before `push` refuses. */
  readonly maxPendingBytes?: number
  /** Told of each envelope that was moved to failed_envelopes. */
  readonly onSetAside?: (failed: { readonly events: number; readonly reason: string }) => void
}

export function postgresQueue(options: PostgresQueueOptions): Queue {
  const { ingest, worker } = options
  const part = randomInt(RECEIVED_PARTS)
  const append = groupCommit<Envelope>({
    maxPendingBytes: options.maxPendingBytes ?? 64 * 1_048_576,
    write: (payloads, envelopes) => insertEnvelopes(ingest, part, payloads, envelopes),
  })
  const held = new Set<string>()
  const renewal = setInterval(() => renew(worker, held), LEASE_MS / 3)
  renewal.unref()

  return {
    push: (envelopes) => append(envelopes),
    take: (maxEvents) => claim({ sql: worker, held, onSetAside: options.onSetAside }, maxEvents),
    async depth() {
      const [row] = await worker<{ waiting: number; events: number; inFlight: number; oldest: Date | null }[]>`
        select count(*) filter (where not leased) as waiting, coalesce(sum(events), 0)::bigint as events,
          count(*) filter (where leased) as "inFlight", min(received_at) as oldest
        from (select events, received_at, coalesce(lease_until > now(), false) as leased from ingest_inbox) inbox`
      return {
        waitingEnvelopes: row!.waiting,
        waitingEvents: row!.events,
        inFlightEnvelopes: row!.inFlight,
        oldestQueuedAt: row!.oldest,
      }
    },
    async close() {
      clearInterval(renewal)
    },
  }
}

// One commit makes the envelopes durable and counts them as received: what is lost after it shows as a difference.
async function insertEnvelopes(
  sql: Sql,
  part: number,
  payloads: readonly string[],
  envelopes: readonly Envelope[],
): Promise<void> {
  const arrived = envelopes.map(arrivalsOf)
  const sums = sumArrivals(arrived.flat())
  const text = (i: 1 | 2) => textArray(sums.map((sum) => sum[i]))
  // One parameter each: in an array literal every quote of the JSON would have to be escaped.
  const rows = envelopes.map((envelope, i) => ({
    events: eventCount(envelope),
    payload: payloads[i]!,
    arrived: JSON.stringify(arrived[i]),
  }))
  await sql`
    with queued as (insert into ingest_inbox ${sql(rows)})
    insert into received_events as r (hour, key_id, kind, part, events)
    select hour, key_id, kind, ${part}, events from unnest(${plainArray(sums.map((sum) => sum[0]))}::timestamptz[],
      ${text(1)}::text[], ${text(2)}::text[], ${plainArray(sums.map((sum) => sum[3]))}::bigint[]) as t (hour, key_id, kind, events)
    on conflict (hour, key_id, kind, part) do update set events = r.events + excluded.events`
}

interface Claiming {
  readonly sql: Sql
  readonly held: Set<string>
  readonly onSetAside: PostgresQueueOptions['onSetAside']
}

async function claim(claiming: Claiming, maxEvents: number): Promise<Claim | null> {
  const { sql, held } = claiming
  const token = randomUUID()
  const rows = await sql.begin(async (tx) => {
    // Losing a claim in a crash is harmless, so it does not wait for the disk.
    await tx`set local synchronous_commit = off`
    return tx<{ envelope_id: number; received_at: Date; attempts: number; payload: string }[]>`
      with free as (
        select envelope_id, events, attempts >= ${SUSPECT_ATTEMPTS} as suspect from ingest_inbox
        where lease_until is null or lease_until < now()
        order by envelope_id limit 200
        for update skip locked
      ), chosen as (
        select envelope_id from (
          select envelope_id, sum(events) over earlier - events as before, row_number() over earlier = 1 as first,
            suspect or first_value(suspect) over earlier as alone
          from free window earlier as (order by envelope_id)
        ) running where first or (before < ${maxEvents} and not alone)
      )
      update ingest_inbox inbox
      set attempts = least(inbox.attempts + 1, 32767), lease_token = ${token}, lease_until = now() + ${LEASE_MS} * interval '1 ms'
      from chosen where inbox.envelope_id = chosen.envelope_id
      returning inbox.envelope_id, inbox.received_at, inbox.attempts, inbox.payload`
  })
  if (rows.length === 0) return null
  const envelopes: QueuedEnvelope[] = []
  for (const { envelope_id, received_at, attempts, payload } of rows) {
    const read = readEnvelope(payload)
    if ('envelope' in read)
      envelopes.push({ ...read.envelope, id: String(envelope_id), queuedAt: received_at, attempts })
    else await setAside(claiming, { id: String(envelope_id), token, reason: read.reason })
  }
  if (envelopes.length === 0) return claim(claiming, maxEvents)
  held.add(token)
  return postgresClaim(claiming, token, envelopes)
}

/** Moves an envelope that nobody can handle out of the way of the others. */
async function setAside(
  { sql, onSetAside }: Claiming,
  { id, token, reason }: { readonly id: string; readonly token: string; readonly reason: string },
): Promise<void> {
  const gone = await sql<{ events: number }[]>`
    with gone as (
      delete from ingest_inbox where envelope_id = ${id} and lease_token = ${token} returning received_at, events, payload, arrived
    )
    insert into failed_envelopes (received_at, events, payload, arrived, reason)
    select received_at, events, payload, arrived, ${reason} from gone returning events`
  for (const { events } of gone) onSetAside?.({ events, reason })
}

function postgresClaim(claiming: Claiming, token: string, envelopes: readonly QueuedEnvelope[]): Claim {
  const { sql, held } = claiming
  // The driver wants bigints as text in arrays.
  const idsOf = (list: readonly QueuedEnvelope[]) => plainArray(list.map((envelope) => envelope.id))
  const remove = async (tx: Tx, list: readonly QueuedEnvelope[]) => {
    const removed = await tx`
      delete from ingest_inbox where envelope_id = any(${idsOf(list)}::bigint[]) and lease_token = ${token}`
    if (removed.count !== list.length) throw new LeaseLost(`${list.length - removed.count} envelopes were taken over`)
  }
  return {
    envelopes,
    removeWithin: async (tx) => {
      try {
        await remove(tx, envelopes)
      } finally {
        held.delete(token) // also when it was lost: nobody renews it any more
      }
    },
    removeAfterCommit: async () => {},
    async giveBack({ countAttempt }) {
      held.delete(token)
      await sql`
        update ingest_inbox
        set lease_until = null, lease_token = null, attempts = attempts - ${countAttempt ? 0 : 1}
        where envelope_id = any(${idsOf(envelopes)}::bigint[]) and lease_token = ${token}`
    },
    async split(envelope, parts, { attempts }) {
      await sql.begin(async (tx) => {
        await remove(tx, [envelope])
        await tx`
          insert into ingest_inbox (received_at, attempts, events, payload, arrived)
          select ${envelope.queuedAt}, ${attempts}, * from unnest(
            ${plainArray(parts.map(eventCount))}::int[], ${textArray(parts.map((part) => JSON.stringify(part)))}::text[],
            ${textArray(parts.map((part) => JSON.stringify(arrivalsOf(part))))}::text[])`
      })
    },
    setAside: (envelope, reason) => setAside(claiming, { id: envelope.id, token, reason }),
  }
}

// Rows that are being deleted are passed over: waiting for them while holding others would be a deadlock.
function renew(sql: Sql, held: ReadonlySet<string>): void {
  if (held.size === 0) return
  sql`
    update ingest_inbox set lease_until = now() + ${LEASE_MS} * interval '1 ms'
    where envelope_id in (
      select envelope_id from ingest_inbox where lease_token = any(${plainArray([...held])}::uuid[]) for update skip locked
    )`.catch(() => {
    // The next renewal tries again; if the lease is lost meanwhile, the token check says so.
  })
}
