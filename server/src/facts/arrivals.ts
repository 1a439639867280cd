import { randomInt } from 'node:crypto'
import { type Fragment, plainArray, type Sql, type Tx, textArray } from '../db/client.ts'

// Events as they are counted on receipt.

/** [hour of receipt, key_id, kind, events] */
export type Arrival = readonly [hour: string, keyId: string, kind: string, events: number]

/** Counters of received_events for one hour, key and kind: each process adds to one of them. */
const PART = randomInt(8)

/** One entry per hour, key and kind, always in the same order, so that writers lock the counters in one order. */
export function sumArrivals(arrivals: readonly Arrival[]): Arrival[] {
  const sums = new Map<string, Arrival>()
  for (const [hour, keyId, kind, events] of arrivals) {
    const name = `${hour} ${keyId} ${kind}`
    sums.set(name, [hour, keyId, kind, events + (sums.get(name)?.[3] ?? 0)])
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

/** The statement that counts them as received. */
export function addReceived(sql: Sql | Tx, arrivals: readonly Arrival[]): Fragment {
  const sums = sumArrivals(arrivals)
  const text = (i: 1 | 2) => textArray(sums.map((sum) => sum[i]))
  return sql`
    insert into received_events as r (hour, key_id, kind, part, events)
    select hour, key_id, kind, ${PART}, events from unnest(${plainArray(sums.map((sum) => sum[0]))}::timestamptz[],
      ${text(1)}::text[], ${text(2)}::text[], ${plainArray(sums.map((sum) => sum[3]))}::bigint[]) as t (hour, key_id, kind, events)
    on conflict (hour, key_id, kind, part) do update set events = r.events + excluded.events`
}
