import { runSteps } from '../lib/runSteps.ts'
import { askToAttributeAgain } from '../store/attributionTodo.ts'
import type { Sql, Tx } from '../store/db.ts'
import { type CountedExposure, exposureDelta, writeDelta } from '../store/delta.ts'

// Invalid traffic that shows only in numbers: more exposures a minute than a person can look at. Rows are flagged, never
// deleted, and a delta moves them from net to flagged in the rollups, in the same transaction.

/**
 * Exposures in one minute above which a user, or a session, is no person: a fast scroll through lists shows about 3 a
 * second (180); a session that long at twice that rate is a script.
 */
export const MAX_PER_MINUTE = { user: 400, session: 400 }

/** Rows looked at: what was stored in the last minutes; the BRIN index on created_at finds them. */
const LOOK_BACK = '5 minutes'

interface FlaggedRow {
  readonly eventId: string
  readonly at: Date
  readonly hour: Date
  readonly day: string
  readonly placementId: string
  readonly merchantId: string
  readonly merchantNo: number
  readonly sessionId: string
  readonly userId: string
  readonly rank: number | null
  readonly viewable: boolean | null
  readonly sampleRate: number | null
}

/** Rows of one transaction: a flood is flagged in parts, each with a delta that the rollup loop can hold. */
const AT_A_TIME = 20_000

/** Flags recent rows of users and sessions with impossible rates. Returns how many rows it flagged. */
export async function flagRates(sql: Sql): Promise<number> {
  let flagged = 0
  const flagAll = async (reason: string, who: 'user_id' | 'session_id', max: number) => {
    for (let rows = AT_A_TIME; rows === AT_A_TIME; flagged += rows) rows = await flagSome(sql, { reason, who, max })
  }
  await runSteps([
    () => flagAll('user_rate', 'user_id', MAX_PER_MINUTE.user),
    () => flagAll('session_rate', 'session_id', MAX_PER_MINUTE.session),
  ])
  return flagged
}

interface RateRule {
  readonly reason: string
  readonly who: 'user_id' | 'session_id'
  readonly max: number
}

function flagSome(sql: Sql, rule: RateRule): Promise<number> {
  return sql.begin(async (tx) => {
    const rows = await flag(tx, rule)
    if (rows.length === 0) return 0
    await writeDelta(tx, new Date(), rows.length, { exposures: exposureDelta(rows.flatMap(moved)) })
    await askToAttributeAgain(
      tx,
      rows.map((row) => ({ ...row, at: row.at.getTime() })),
      null,
    )
    return rows.length
  })
}

// The whole minute of the event's own time is flagged, so that the verdict does not depend on when the job looked.
function flag(tx: Tx, { reason, who, max }: RateRule) {
  return tx<FlaggedRow[]>`
    with recent as (
      select ${tx(who)} as who, date_trunc('minute', "timestamp") as minute, event_date from exposure_events
      where created_at > now() - interval '${tx.unsafe(LOOK_BACK)}'
    ), too_fast as (
      select who, minute from recent group by who, minute having count(*) > ${max}
    ), chosen as (
      select e.event_id, e.event_date from too_fast t join exposure_events e
        on e.${tx(who)} = t.who and e."timestamp" >= t.minute and e."timestamp" < t.minute + interval '1 minute'
          and e.event_date = (t.minute at time zone 'UTC')::date
      where e.ivt_reason is null limit ${AT_A_TIME}
    )
    update exposure_events e set ivt_reason = ${reason}
    from chosen, merchant_dim m
    where e.event_id = chosen.event_id and e.event_date = chosen.event_date and m.merchant_id = e.merchant_id
    returning e.event_id as "eventId", e."timestamp" as at, e.hour, e.day, e.placement_id as "placementId", e.merchant_id as "merchantId", m.merchant_no as "merchantNo",
      e.session_id as "sessionId", e.user_id as "userId", e.rank_position as rank, e.viewable, e.sample_rate as "sampleRate"`
}

/** Out of net, into flagged. */
function moved(row: FlaggedRow): CountedExposure[] {
  const counted = { ...row, hour: row.hour.toISOString() }
  return [
    { ...counted, flagged: false, sign: -1 },
    { ...counted, flagged: true, sign: 1 },
  ]
}
