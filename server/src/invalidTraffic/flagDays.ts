import { plainArray, type Sql } from '../db/client.ts'
import { runInParts } from '../lib/runInParts.ts'
import { runSteps } from '../lib/runSteps.ts'
import { flagClicks, flagNewClicks } from './flagClicks.ts'
import { type FastMinute, flagMinutes, MAX_EXPOSURES, type RateRule } from './flagRates.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'
import { type Look, lookOnce } from './rateLooks.ts'

// Each hour, over whole UTC days: the rule about a day's exposures, and what the run each minute (flagRates.ts) cannot
// find without an index on session_id.

/** Users or sessions flagged in one transaction: about 10,000 rows each. */
const AT_ONCE = 5

/**
 * Flags the rows of users and sessions with impossible numbers in one UTC day, for every day with new rows since the
 * last run, and sessions' fast minutes among late rows. Returns how many rows it flagged.
 */
export function flagDays(sql: Sql, max: Partial<typeof MAX_EXPOSURES> = {}): Promise<number> {
  const { perMinute, perDay } = { ...MAX_EXPOSURES, ...max }
  return lookOnce(sql, 'day', async (look) => {
    let flagged = 0
    const days = await sql<{ day: string }[]>`
      select distinct event_date as day from exposure_events where created_at >= ${look.since} order by day`
    await runSteps([
      ...days.flatMap(({ day }) => [
        async () => {
          flagged += await flagDay(sql, 'user', day, perDay)
        },
        async () => {
          flagged += await flagDay(sql, 'session', day, perDay)
        },
        async () => {
          flagged += await flagMinutes(sql, 'session', await findLateMinutes(sql, day, look, perMinute))
        },
      ]),
      async () => flagNewClicks(sql, look.since),
    ])
    return flagged
  })
}

/** Rows stored 4 minutes or more after their minute: all that flagRates leaves out are among them. */
function findLateMinutes(sql: Sql, day: string, look: Look, max: number): Promise<FastMinute[]> {
  return sql<FastMinute[]>`
    with late as (
      select distinct session_id from exposure_events where event_date = ${day} and created_at >= ${look.since}
        and date_trunc('minute', "timestamp") < created_at - interval '4 minutes'
    )
    select session_id as who, date_trunc('minute', "timestamp") as minute from exposure_events
    where event_date = ${day} and session_id in (select session_id from late)
    group by 1, 2 having count(*) > ${max} and count(*) filter (where ivt_reason is null) > 0`
}

async function flagDay(sql: Sql, rule: RateRule, day: string, max: number): Promise<number> {
  let flagged = 0
  await runInParts(await tooMany(sql, rule, day, max), AT_ONCE, async (many) => {
    flagged += await flagWholeDay(sql, rule, day, many)
  })
  return flagged
}

async function tooMany(sql: Sql, rule: RateRule, day: string, max: number): Promise<readonly string[]> {
  const who = rule === 'user' ? sql`user_id` : sql`session_id`
  const rows = await sql<{ who: string }[]>`
    select ${who} as who from exposure_events where event_date = ${day}
    group by ${who} having count(*) > ${max} and count(*) filter (where ivt_reason is null) > 0`
  return rows.map((row) => row.who)
}

function flagWholeDay(sql: Sql, rule: RateRule, day: string, many: readonly string[]): Promise<number> {
  return sql.begin(async (tx) => {
    const who = rule === 'user' ? tx`user_id` : tx`session_id`
    const rows = await tx<VerdictRow[]>`
      update exposure_events e set ivt_reason = ${`${rule}_day_rate`}
      from merchant_dim m
      where e.event_date = ${day} and e.${who} = any(${plainArray(many)}::uuid[]) and e.ivt_reason is null
        and m.merchant_id = e.merchant_id
      returning ${verdictColumns(tx)}`
    await postFlags(tx, rows, true)
    await flagClicks(tx, rows)
    return rows.length
  })
}
