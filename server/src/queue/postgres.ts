import { randomUUID } from 'node:crypto'
import { plainArray, type Sql, type Tx } from '../db/client.ts'
import { addReceived } from '../facts/arrivals.ts'
import { arrivalsOf } from './arrivalsOf.ts'
import { groupCommit } from './groupCommit.ts'
import {
  type Batch,
  type DeliveredEnvelope,
  type Delivery,
  type Envelope,
  eventCount,
  LeaseLost,
  SUSPECT_ATTEMPTS,
  type TransactionalQueue,
  type UnreadableDelivery,
} from './queue.ts'
import { readEnvelope } from './readEnvelope.ts'

// The queue in the same database as the facts. Push: many requests, one insert, one fsync. Receive: a claim (attempts +
// 1, lease, token) commits before the work. The delete joins the transaction of the facts, so that handling is exactly
// once. If a worker dies, its lease expires and the next claim counts one more attempt. If it hangs, its delete finds
// another token and its transaction is rolled back.

/** How long a lease lasts, milliseconds. Live workers renew theirs every third of it. */
const LEASE_MS = 6000

export interface PostgresQueueOptions {
  /** Pool for acknowledgements, separate from slow work. */
  readonly ingest: Sql
  /** Pool for claims. */
  readonly worker: Sql
  /** Bytes of envelopes that may wait for one commit before `push` refuses. */
  readonly maxPendingBytes?: number
}

export function postgresQueue({ ingest, worker, maxPendingBytes }: PostgresQueueOptions): TransactionalQueue {
  const append = groupCommit<Envelope>({
    maxPendingBytes: maxPendingBytes ?? 64 * 1_048_576,
    write: (payloads, envelopes) => insertEnvelopes(ingest, payloads, envelopes),
  })
  const held = new Set<string>()
  const renewal = setInterval(() => renew(worker, held), LEASE_MS / 3)
  renewal.unref()

  return {
    durability: 'same-transaction',
    push: (envelopes) => append(envelopes),
    receive: (maxEvents) => claim(worker, held, maxEvents),
    async ack(deliveries, tx) {
      try {
        await remove(tx, deliveries)
      } finally {
        for (const { lease } of deliveries) held.delete(lease) // also if it was lost: it must not be renewed
      }
    },
    async nack(deliveries, { countAttempt }) {
      if (deliveries.length === 0) return
      for (const { lease } of deliveries) held.delete(lease)
      await worker`
        update ingest_inbox
        set lease_until = null, lease_token = null, attempts = attempts - ${countAttempt ? 0 : 1}
        where ${isHeld(worker, deliveries)}`
    },
    async pushWithin(tx, envelopes, { queuedAt, attempts }) {
      const payloads = envelopes.map((envelope) => JSON.stringify(envelope))
      const rows = rowsOf(envelopes, payloads).map((row) => ({ ...row, received_at: queuedAt, attempts }))
      if (rows.length > 0) await tx`insert into ingest_inbox ${tx(rows)}`
    },
    async depth() {
      const [row] = await worker<{ waiting: number; events: number; inFlight: number }[]>`
        select count(*) filter (where not leased) as waiting, coalesce(sum(events), 0)::bigint as events,
          count(*) filter (where leased) as "inFlight"
        from (select events, coalesce(lease_until > now(), false) as leased from ingest_inbox) inbox`
      return { waitingEnvelopes: row!.waiting, waitingEvents: row!.events, inFlightEnvelopes: row!.inFlight }
    },
    async oldest() {
      const [row] = await worker<{ oldest: Date | null }[]>`select min(received_at) as oldest from ingest_inbox`
      return row!.oldest
    },
    async close() {
      clearInterval(renewal)
    },
  }
}

// One commit makes the envelopes durable and counts them as received, so that a later loss shows as a difference.
async function insertEnvelopes(sql: Sql, payloads: readonly string[], envelopes: readonly Envelope[]): Promise<void> {
  await sql`
    with queued as (insert into ingest_inbox ${sql(rowsOf(envelopes, payloads))})
    ${addReceived(sql, envelopes.flatMap(arrivalsOf))}`
}

// One parameter each: an array literal would have to escape every quote of the JSON.
function rowsOf(envelopes: readonly Envelope[], payloads: readonly string[]) {
  return envelopes.map((envelope, i) => ({
    id: envelope.id,
    events: eventCount(envelope),
    payload: payloads[i]!,
    arrived: JSON.stringify(arrivalsOf(envelope)),
  }))
}

interface Row {
  readonly ref: number
  readonly id: string
  readonly queuedAt: Date
  readonly attempts: number
  readonly events: number
  readonly arrived: string | null
  readonly payload: string
}

async function claim(sql: Sql, held: Set<string>, maxEvents: number): Promise<Batch | null> {
  const lease = randomUUID()
  const rows = await sql.begin(async (tx) => {
    // Losing a claim in a crash is harmless, so it does not wait for the disk.
    await tx`set local synchronous_commit = off`
    return tx<Row[]>`
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
      set attempts = least(inbox.attempts + 1, 32767), lease_token = ${lease}, lease_until = now() + ${LEASE_MS} * interval '1 ms'
      from chosen where inbox.envelope_id = chosen.envelope_id
      returning inbox.envelope_id as ref, inbox.id, inbox.received_at as "queuedAt", inbox.attempts, inbox.events, inbox.arrived,
        inbox.payload`
  })
  if (rows.length === 0) return null
  held.add(lease)
  return batchOf(rows, lease)
}

function batchOf(rows: readonly Row[], lease: string): Batch {
  const envelopes: DeliveredEnvelope[] = []
  const unreadable: UnreadableDelivery[] = []
  for (const { payload, ref, ...row } of rows) {
    const delivery: Delivery = { ...row, ref: String(ref), lease }
    const read = readEnvelope(payload)
    if ('envelope' in read) envelopes.push({ ...read.envelope, ...delivery })
    else unreadable.push({ ...delivery, payload, reason: read.reason })
  }
  return { envelopes, unreadable }
}

async function remove(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
  const removed = await tx`delete from ingest_inbox where ${isHeld(tx, deliveries)}`
  if (removed.count !== deliveries.length)
    throw new LeaseLost(`${deliveries.length - removed.count} envelopes were taken over`)
}

/** Rows of these deliveries whose leases were not taken over. */
function isHeld(sql: Sql | Tx, deliveries: readonly Delivery[]) {
  const leases = new Set(deliveries.map(({ lease }) => lease))
  return sql`envelope_id = any(${plainArray(deliveries.map(({ ref }) => ref))}::bigint[])
    and lease_token = any(${plainArray([...leases])}::uuid[])`
}

// Skips rows that are being deleted: waiting for them while holding others would be a deadlock.
function renew(sql: Sql, held: ReadonlySet<string>): void {
  if (held.size === 0) return
  sql`
    update ingest_inbox set lease_until = now() + ${LEASE_MS} * interval '1 ms'
    where envelope_id in (
      select envelope_id from ingest_inbox where lease_token = any(${plainArray([...held])}::uuid[]) for update skip locked
    )`.catch(() => {
    // The next renewal tries again; if the lease is lost meanwhile, the token check finds it.
  })
}
