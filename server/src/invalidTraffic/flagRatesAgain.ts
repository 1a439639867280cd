import { audit } from '../accounts/audit.ts'
import { plainArray, type Sql, type Tx } from '../db/client.ts'
import { takeBackClicks } from './flagClicks.ts'
import { flagDays } from './flagDays.ts'
import { flagRates, MAX_EXPOSURES, type RateRule } from './flagRates.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'

// After a change of the limits: re-checks all stored rows against the current limits and writes signed deltas. A second
// run changes nothing.

interface FlaggedAgain {
  readonly takenBack: number
  readonly flagged: number
}

interface Rule {
  readonly reason: string
  readonly who: RateRule
  readonly per: 'minute' | 'day'
  readonly max: number
}

export async function flagRatesAgain(sql: Sql, actor: string, limits = MAX_EXPOSURES): Promise<FlaggedAgain> {
  await audit(sql, { actor, action: 'flagRatesAgain', target: 'exposure_events', details: limits })
  const rules = (['user', 'session'] as const).flatMap((who): Rule[] => [
    { reason: `${who}_rate`, who, per: 'minute', max: limits.perMinute },
    { reason: `${who}_day_rate`, who, per: 'day', max: limits.perDay },
  ])
  let takenBack = 0
  for (const rule of rules) takenBack += await takeBack(sql, rule)
  // From now on every row is checked again; flagged rows stay flagged.
  await sql`update rate_looks set looked_to = to_timestamp(0)`
  const flagged = (await flagRates(sql, limits.perMinute)) + (await flagDays(sql, limits))
  await takeBackClicks(sql)
  return { takenBack, flagged }
}

/** Minutes or days of a user or session unflagged in one transaction. */
const AT_ONCE = 20

/** Unflags rows that a rule flagged and its limit now allows. */
async function takeBack(sql: Sql, rule: Rule): Promise<number> {
  let takenBack = 0
  const days = await sql<{ day: string }[]>`
    select distinct event_date as day from exposure_events where ivt_reason = ${rule.reason}`
  for (const { day } of days) {
    const who = rule.who === 'user' ? sql`user_id` : sql`session_id`
    const allowed = await sql<{ who: string; since: Date }[]>`
      select ${who} as who, date_trunc(${rule.per}, "timestamp", 'UTC') as since from exposure_events where event_date = ${day}
      group by 1, 2 having count(*) <= ${rule.max} and count(*) filter (where ivt_reason = ${rule.reason}) > 0`
    for (let i = 0; i < allowed.length; i += AT_ONCE)
      takenBack += await sql.begin((tx) => takeBackSome(tx, rule, day, allowed.slice(i, i + AT_ONCE)))
  }
  return takenBack
}

async function takeBackSome(
  tx: Tx,
  { reason, who, per }: Rule,
  day: string,
  allowed: readonly { readonly who: string; readonly since: Date }[],
): Promise<number> {
  const rows = await tx<VerdictRow[]>`
    update exposure_events e set ivt_reason = null
    from unnest(${plainArray(allowed.map((one) => one.who))}::uuid[],
        ${plainArray(allowed.map(({ since }) => since.toISOString()))}::timestamptz[]) as t (who, since), merchant_dim m
    where e.event_date = ${day} and e.${who === 'user' ? tx`user_id` : tx`session_id`} = t.who
      and date_trunc(${per}, e."timestamp", 'UTC') = t.since and e.ivt_reason = ${reason} and m.merchant_id = e.merchant_id
    returning ${verdictColumns(tx)}`
  await postFlags(tx, rows, false)
  return rows.length
}
