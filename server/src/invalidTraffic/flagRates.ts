import { LIMITS } from '@bx/contracts/events/values'
import { plainArray, type Sql, type Tx } from '../db/client.ts'
import { MINUTE } from '../lib/clock.ts'
import { runInParts } from '../lib/runInParts.ts'
import { runSteps } from '../lib/runSteps.ts'
import { flagClicks } from './flagClicks.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'
import { type Look, lookOnce } from './rateLooks.ts'

// Invalid traffic that only shows in numbers: more exposures in a minute, or in a day (flagDays.ts), than a person can
// see. Rows are flagged, never deleted. The verdict depends only on what is stored: each run counts all rows of the
// minutes with new ones, whenever the others were stored.

/**
 * Users or sessions with more exposures are not people. A fast scroll through lists shows about 3 a second, 180 a
 * minute: twice that for a minute is a script, and so is an hour of it without a pause in one day.
 */
export const MAX_EXPOSURES = { perMinute: 400, perDay: 10_000 }

export type RateRule = 'user' | 'session'

export interface FastMinute {
  readonly who: string
  readonly minute: Date
}

/** For minutes younger than this, the BRIN index on created_at reaches all rows. */
const NEAR_MS = 10 * MINUTE

/**
 * Flags the rows of users and sessions with impossible rates in a minute with new rows since the last run. Minutes of a
 * session whose rows come late are left to flagDays. Returns how many rows it flagged.
 */
export async function flagRates(sql: Sql, max = MAX_EXPOSURES.perMinute): Promise<number> {
  let flagged = 0
  const flagAll = async (rule: RateRule, minutes: readonly FastMinute[]) => {
    flagged += await flagMinutes(sql, rule, minutes)
  }
  await lookOnce(sql, 'minute', (look) =>
    runSteps([
      async () => flagAll('user', await findNearMinutes(sql, 'user', look, max)),
      async () => flagAll('user', await findLateMinutes(sql, look, max)),
      async () => flagAll('session', await findNearMinutes(sql, 'session', look, max)),
    ]),
  )
  return flagged
}

/** Recent minutes whose rows were all stored in the span that is read. */
function findNearMinutes(sql: Sql, rule: RateRule, look: Look, max: number): Promise<FastMinute[]> {
  const who = rule === 'user' ? sql`user_id` : sql`session_id`
  const from = new Date(look.since.getTime() - NEAR_MS)
  return sql<FastMinute[]>`
    select ${who} as who, date_trunc('minute', "timestamp") as minute from exposure_events
    where created_at >= ${from} and "timestamp" >= ${wholeFrom(look)}
    group by 1, 2
    having count(*) > ${max} and max(created_at) >= ${look.since} and count(*) filter (where ivt_reason is null) > 0`
}

/** Earlier minutes of users with new rows: the index on user_id finds the other rows. */
function findLateMinutes(sql: Sql, look: Look, max: number): Promise<FastMinute[]> {
  return sql<FastMinute[]>`
    with late as (
      select distinct user_id as who, date_trunc('minute', "timestamp") as minute from exposure_events
      where created_at >= ${look.since} and "timestamp" < ${wholeFrom(look)}
    )
    select who, minute from late where (
      select count(*) > ${max} and count(*) filter (where ivt_reason is null) > 0 from exposure_events e
      where e.user_id = late.who and e.event_date = (late.minute at time zone 'UTC')::date
        and e."timestamp" >= late.minute and e."timestamp" < late.minute + interval '1 minute')`
}

/** An event is stored at most 5 minutes before its own time; one more because machine clocks differ. */
function wholeFrom(look: Look): Date {
  return new Date(Math.ceil((look.since.getTime() - NEAR_MS + LIMITS.aheadMs + MINUTE) / MINUTE) * MINUTE)
}

/** Minutes flagged in one statement, and rows of one transaction, whose delta must fit one round of the rollup loop. */
const AT_ONCE = { minutes: 50, rows: 20_000 }

export async function flagMinutes(sql: Sql, rule: RateRule, minutes: readonly FastMinute[]): Promise<number> {
  let flagged = 0
  await runInParts(minutes, AT_ONCE.minutes, async (some) => {
    for (let rows = AT_ONCE.rows; rows === AT_ONCE.rows; flagged += rows)
      rows = await sql.begin((tx) => flagSome(tx, rule, some))
  })
  return flagged
}

// Flags the whole minute of the event's own time, so that the verdict does not depend on when the job ran.
async function flagSome(tx: Tx, rule: RateRule, minutes: readonly FastMinute[]): Promise<number> {
  const who = rule === 'user' ? tx`user_id` : tx`session_id`
  const rows = await tx<VerdictRow[]>`
    with fast as (
      select * from unnest(${plainArray(minutes.map((fast) => fast.who))}::uuid[],
        ${plainArray(minutes.map(({ minute }) => minute.toISOString()))}::timestamptz[]) as t (who, minute)
    ), chosen as (
      select e.event_id, e.event_date from fast join exposure_events e
        on e.${who} = fast.who and e."timestamp" >= fast.minute and e."timestamp" < fast.minute + interval '1 minute'
          and e.event_date = (fast.minute at time zone 'UTC')::date
      where e.ivt_reason is null limit ${AT_ONCE.rows}
    )
    update exposure_events e set ivt_reason = ${`${rule}_rate`}
    from chosen, merchant_dim m
    where e.event_id = chosen.event_id and e.event_date = chosen.event_date and m.merchant_id = e.merchant_id
      and e.ivt_reason is null
    returning ${verdictColumns(tx)}`
  await postFlags(tx, rows, true)
  await flagClicks(tx, rows)
  return rows.length
}
