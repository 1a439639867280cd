import type { Sql, Tx } from '../db/client.ts'
import type { Logger } from '../lib/logger.ts'

// A write key that suddenly sends much more than usual: a new version of the app that repeats itself, or somebody who
// copied the key out of a page. Nothing is refused; it is only reported.

/** A jump is this many times the usual events of that hour of the day, and never fewer events than the floor. */
export const JUMP = { times: 5, floorEvents: 10_000 } as const

/** Days whose same hour is averaged, and how long a key must exist before it has a usual level. */
const USUAL_DAYS = 7
const KNOWN_DAYS = 3

export interface KeyJump {
  readonly keyId: string
  readonly name: string | null
  readonly hour: Date
  readonly events: number
  readonly usual: number
}

/** Keys that jump in this hour or did in the previous one. */
export function readKeyJumps(sql: Sql | Tx): Promise<readonly KeyJump[]> {
  return sql<KeyJump[]>`
    with this as (select date_trunc('hour', now(), 'UTC') as hour),
    hourly as (
      select key_id, hour, sum(events)::bigint as events from ingest_outcomes
      where outcome <> 'lost_on_device' and hour >= (select hour from this) - ${USUAL_DAYS + 1} * interval '1 day'
      group by 1, 2
    ), known as (
      select key_id, min(hour) as since from hourly group by 1
    ), compared as (
      select l.key_id, l.hour, l.events,
        sum(u.events) / least(${USUAL_DAYS}, extract(epoch from l.hour - k.since) / 86400) as usual
      from hourly l join known k on k.key_id = l.key_id and k.since <= l.hour - ${KNOWN_DAYS} * interval '1 day'
        left join hourly u on u.key_id = l.key_id and u.hour < l.hour and u.hour >= l.hour - ${USUAL_DAYS} * interval '1 day'
          and extract(hour from u.hour at time zone 'UTC') = extract(hour from l.hour at time zone 'UTC')
      where l.hour >= (select hour from this) - interval '1 hour' and l.events >= ${JUMP.floorEvents}
      group by l.key_id, l.hour, l.events, k.since
    )
    select key_id as "keyId", write_keys.name, hour, events, round(coalesce(usual, 0))::bigint as usual
    from compared left join write_keys using (key_id)
    where events >= ${JUMP.times} * coalesce(usual, 0) order by events desc, key_id, hour desc`
}

/** Logs one line for each. */
export async function logKeyJumps(sql: Sql, logger: Logger): Promise<void> {
  for (const { keyId, name, hour, events, usual } of await readKeyJumps(sql))
    logger.warn('key_jump', { key_id: keyId, name, hour, events, usual_events: usual })
}
