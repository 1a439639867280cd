import { plainArray, type Tx, textArray } from '../db/client.ts'
import type { SlotCell } from './totals.ts'

// How many distinct merchants each session saw in a placement on a day. The row of a session holds the merchants and
// how many of them slot_daily already has, so that one statement finds what is new.

/** Adds merchants to session_slots, and the difference to slot_daily. */
export async function writeSlots(tx: Tx, cells: readonly SlotCell[]): Promise<void> {
  if (cells.length === 0) return
  await tx`
    with changed as (
      insert into session_slots as s (session_id, placement_id, day, counted, merchants)
      select session_id, placement_id, day, 0, merchants::int[] from unnest(
        ${plainArray(cells.map((c) => c.session))}::uuid[], ${plainArray(cells.map((c) => c.placement))}::uuid[],
        ${plainArray(cells.map((c) => c.day))}::date[], ${textArray(cells.map((c) => plainArray([...c.merchants])))}::text[])
        as t(session_id, placement_id, day, merchants)
      on conflict (session_id, placement_id, day) do update
      set counted = cardinality(s.merchants),
        merchants = (select array_agg(distinct m) from unnest(s.merchants || excluded.merchants) m)
      where not s.merchants @> excluded.merchants
      returning placement_id, day, counted, cardinality(merchants) as shown
    )
    insert into slot_daily as r (placement_id, day, sessions, merchants_shown_sum, merchants_shown_max)
    select placement_id, day, count(*) filter (where counted = 0), sum(shown - counted), max(shown)
    from changed group by placement_id, day
    on conflict (placement_id, day) do update
    set sessions = r.sessions + excluded.sessions,
      merchants_shown_sum = r.merchants_shown_sum + excluded.merchants_shown_sum,
      merchants_shown_max = greatest(r.merchants_shown_max, excluded.merchants_shown_max)`
}

/**
 * Recounts the sessions of users from raw rows, after their exposures were reclassified or erased. Raw rows may include
 * some whose delta still waits; their merchants are then already in the row, and that delta finds nothing new.
 */
export async function recountSlotsOfUsers(tx: Tx, users: readonly string[], days: readonly string[]): Promise<void> {
  const dayList = plainArray(days)
  await tx`
    create temporary table touched_sessions on commit drop as
    select distinct session_id from exposure_events
    where user_id = any(${plainArray(users)}::uuid[]) and day = any(${dayList}::date[])`
  await tx`delete from session_slots
    where day = any(${dayList}::date[]) and session_id in (select session_id from touched_sessions)`
  // Whole sessions, not only these users' rows: a visitor who signs in keeps the session.
  await tx`
    insert into session_slots (session_id, placement_id, day, counted, merchants)
    select e.session_id, e.placement_id, e.day, count(distinct m.merchant_no), array_agg(distinct m.merchant_no)
    from exposure_events e join merchant_dim m using (merchant_id)
    where e.ivt_reason is null and e.day = any(${dayList}::date[])
      and e.event_date between ${days.reduce(min)}::date - 1 and ${days.reduce(max)}::date + 1
      and e.session_id in (select session_id from touched_sessions)
    group by 1, 2, 3`
  await resumSlots(tx, days)
}

const min = (a: string, b: string) => (a < b ? a : b)
const max = (a: string, b: string) => (a > b ? a : b)

/** Fills session_slots of a compacted day from raw rows. */
export async function refillSlots(tx: Tx, day: string): Promise<void> {
  await tx`
    insert into session_slots (session_id, placement_id, day, counted, merchants)
    select e.session_id, e.placement_id, e.day, count(distinct m.merchant_no), array_agg(distinct m.merchant_no)
    from exposure_events e join merchant_dim m using (merchant_id)
    where e.ivt_reason is null and e.day = ${day}
      and e.event_date between ${day}::date - 1 and ${day}::date + 1
    group by 1, 2, 3`
  await resumSlots(tx, [day])
}

/** Sets slot_daily of these days to the sums of session_slots. */
export async function resumSlots(tx: Tx, days: readonly string[]): Promise<void> {
  const dayList = plainArray(days)
  await tx`delete from slot_daily where day = any(${dayList}::date[])`
  await tx`
    insert into slot_daily (placement_id, day, sessions, merchants_shown_sum, merchants_shown_max)
    select placement_id, day, count(*), sum(cardinality(merchants)), max(cardinality(merchants))
    from session_slots where day = any(${dayList}::date[]) group by placement_id, day`
}
