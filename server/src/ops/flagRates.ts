import { addDays, utcDate } from '../lib/clock.ts'
import { runSteps } from '../lib/runSteps.ts'
import { plainArray, type Sql, type Tx } from '../store/db.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'

// Invalid traffic that shows only in numbers: more exposures in a minute, or in a day, than a person can look at. Rows are
// flagged, never deleted.

/**
 * Exposures above which a user, or a session, is no person. A fast scroll through lists shows about 3 a second, 180 a
 * minute: twice that for a minute is a script, and so is an hour of it without a pause in one day.
 */
export const MAX_EXPOSURES = { perMinute: 400, perDay: 10_000 }

/** Rows looked at each minute: what was stored in the last minutes; the BRIN index on created_at finds them. */
const LOOK_BACK = '5 minutes'

/** Flags recent rows of users and sessions with impossible rates in a minute. Returns how many rows it flagged. */
export async function flagRates(sql: Sql, max = MAX_EXPOSURES.perMinute): Promise<number> {
  let flagged = 0
  const flagAll = async (rule: 'user' | 'session') => {
    for (let rows = MINUTE_ROWS; rows === MINUTE_ROWS; flagged += rows) rows = await flagSome(sql, rule, max)
  }
  await runSteps([() => flagAll('user'), () => flagAll('session')])
  return flagged
}

/** Rows of one transaction: a flood is flagged in parts, each with a delta that the rollup loop can hold. */
const MINUTE_ROWS = 20_000

function flagSome(sql: Sql, rule: 'user' | 'session', max: number): Promise<number> {
  return sql.begin(async (tx) => {
    const rows = await flagMinutes(tx, `${rule}_rate`, rule === 'user' ? tx`user_id` : tx`session_id`, max)
    await postFlags(tx, rows, true)
    return rows.length
  })
}

// The whole minute of the event's own time is flagged, so that the verdict does not depend on when the job looked.
function flagMinutes(tx: Tx, reason: string, who: ReturnType<Tx>, max: number) {
  return tx<VerdictRow[]>`
    with recent as (
      select ${who} as who, date_trunc('minute', "timestamp") as minute, event_date from exposure_events
      where created_at > now() - interval '${tx.unsafe(LOOK_BACK)}'
    ), too_fast as (
      select who, minute from recent group by who, minute having count(*) > ${max}
    ), chosen as (
      select e.event_id, e.event_date from too_fast t join exposure_events e
        on e.${who} = t.who and e."timestamp" >= t.minute and e."timestamp" < t.minute + interval '1 minute'
          and e.event_date = (t.minute at time zone 'UTC')::date
      where e.ivt_reason is null limit ${MINUTE_ROWS}
    )
    update exposure_events e set ivt_reason = ${reason}
    from chosen, merchant_dim m
    where e.event_id = chosen.event_id and e.event_date = chosen.event_date and m.merchant_id = e.merchant_id
    returning ${verdictColumns(tx)}`
}

/** Users or sessions flagged in one transaction: about 10,000 rows each. */
const AT_ONCE = 5

/**
 * Flags the rows of users and sessions with impossible numbers in one UTC day: those of today and of yesterday, whose
 * last events devices may have kept until now. Returns how many rows it flagged.
 */
export async function flagDays(sql: Sql, now: number, max = MAX_EXPOSURES.perDay): Promise<number> {
  let flagged = 0
  for (const day of [addDays(utcDate(now), -1), utcDate(now)]) {
    for (const rule of ['user', 'session'] as const) {
      const many = await tooMany(sql, rule, day, max)
      for (let i = 0; i < many.length; i += AT_ONCE)
        flagged += await flagWholeDay(sql, rule, day, many.slice(i, i + AT_ONCE))
    }
  }
  return flagged
}

async function tooMany(sql: Sql, rule: 'user' | 'session', day: string, max: number): Promise<readonly string[]> {
  const who = rule === 'user' ? sql`user_id` : sql`session_id`
  const rows = await sql<{ who: string }[]>`
    select ${who} as who from exposure_events where event_date = ${day}
    group by ${who} having count(*) > ${max} and count(*) filter (where ivt_reason is null) > 0`
  return rows.map((row) => row.who)
}

function flagWholeDay(sql: Sql, rule: 'user' | 'session', day: string, many: readonly string[]): Promise<number> {
  return sql.begin(async (tx) => {
    const who = rule === 'user' ? tx`user_id` : tx`session_id`
    const rows = await tx<VerdictRow[]>`
      update exposure_events e set ivt_reason = ${`${rule}_day_rate`}
      from merchant_dim m
      where e.event_date = ${day} and e.${who} = any(${plainArray(many)}::uuid[]) and e.ivt_reason is null
        and m.merchant_id = e.merchant_id
      returning ${verdictColumns(tx)}`
    await postFlags(tx, rows, true)
    return rows.length
  })
}
