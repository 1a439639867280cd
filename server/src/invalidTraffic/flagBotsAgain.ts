import { audit } from '../accounts/audit.ts'
import { type Fragment, plainArray, type Sql, type Tx } from '../db/client.ts'
import { askToAttribute } from '../facts/attributionQueue.ts'
import { FIRST_OWN } from '../ingest/agents.ts'
import { botList, isDeclaredBot } from '../ingest/declaredBots.ts'
import { addDays, utcDate } from '../lib/clock.ts'
import { untilNone } from '../lib/untilNone.ts'
import { BOT_LIST } from '../settings/registry.ts'
import { currentValue, writeSetting } from '../settings/setting.ts'
import { flagNewClicks } from './flagClicks.ts'
import { flagDays } from './flagDays.ts'
import { flagRates } from './flagRates.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'

// After a change of the list of declared bots: re-checks stored rows against the current list and writes signed deltas.
// A row names its program by the last 20 bits of source_hash; source_agents holds the meaning of each number. A second
// run changes nothing.

export interface BotList {
  /** Changes with the list and the rules. */
  readonly fingerprint: string
  isBot(agent: string): boolean
}

interface FlaggedAgain {
  readonly takenBack: number
  readonly flagged: number
  readonly clicks: number
}

const LIST: BotList = { fingerprint: botList(), isBot: isDeclaredBot }
const REASON = 'bot_user_agent'
/** Days a row keeps its source, plus two for time zones and wrong clocks. */
const DAYS = 32
/** Rows of one transaction. */
const AT_ONCE = 20_000

/** Checks again, unless the list has not changed since the last check. */
export async function flagBotsAgainIfChanged(sql: Sql, list = LIST): Promise<FlaggedAgain | null> {
  const { fingerprint } = await currentValue(sql, BOT_LIST)
  return fingerprint === list.fingerprint ? null : flagBotsAgain(sql, 'flag_bots_again', list)
}

export async function flagBotsAgain(sql: Sql, actor: string, list = LIST): Promise<FlaggedAgain> {
  const { fingerprint } = list
  await audit(sql, { actor, action: 'flagBotsAgain', target: 'exposure_events', details: { fingerprint } })
  const agents = await sql<{ no: number; agent: string }[]>`
    select agent_no as no, agent from source_agents where agent is not null`
  const numbers = (wanted: boolean) => agents.filter(({ agent }) => list.isBot(agent) === wanted).map(({ no }) => no)
  const [bots, people] = [numbers(true), numbers(false)]
  let [takenBack, flagged, clicks] = [0, 0, 0]
  for (const day of await keptDays(sql)) {
    takenBack += await untilNone(() => sql.begin((tx) => moveExposures(tx, { day, programs: people, flagged: false })))
    flagged += await untilNone(() => sql.begin((tx) => moveExposures(tx, { day, programs: bots, flagged: true })))
    clicks += await untilNone(() => sql.begin((tx) => moveClicks(tx, { day, programs: people, flagged: false })))
    clicks += await untilNone(() => sql.begin((tx) => moveClicks(tx, { day, programs: bots, flagged: true })))
  }
  if (takenBack + clicks > 0) await flagAllRates(sql)
  await sql.begin((tx) => writeSetting(tx, BOT_LIST, { actor, value: { fingerprint } }))
  return { takenBack, flagged, clicks }
}

/** Rows that the program no longer flags may still be too many for a person. */
async function flagAllRates(sql: Sql): Promise<void> {
  await sql`update rate_looks set looked_to = to_timestamp(0)`
  await flagRates(sql)
  await flagDays(sql)
  await flagNewClicks(sql, new Date(0))
}

async function keptDays(sql: Sql): Promise<readonly string[]> {
  const from = addDays(utcDate(Date.now()), -DAYS)
  const rows = await sql<{ day: string }[]>`
    select distinct event_date as day from exposure_events where event_date >= ${from}
    union select distinct event_date from click_events where event_date >= ${from} order by day`
  return rows.map(({ day }) => day)
}

interface Part {
  /** UTC day. */
  readonly day: string
  /** Numbers of these programs. */
  readonly programs: readonly number[]
  /** The current verdict. */
  readonly flagged: boolean
}

async function moveExposures(tx: Tx, part: Part): Promise<number> {
  const rows = await tx<VerdictRow[]>`
    with part as (select event_id as id from exposure_events where ${isOtherwise(tx, part)} limit ${AT_ONCE})
    update exposure_events e set ivt_reason = ${part.flagged ? REASON : null}
    from part, merchant_dim m
    where e.event_id = part.id and e.event_date = ${part.day} and ${hasOldVerdict(tx, part)}
      and m.merchant_id = e.merchant_id
    returning ${verdictColumns(tx)}`
  await postFlags(tx, rows, part.flagged)
  return rows.length
}

async function moveClicks(tx: Tx, part: Part): Promise<number> {
  const rows = await tx<{ id: string }[]>`
    with part as (select click_id as id from click_events where ${isOtherwise(tx, part)} limit ${AT_ONCE})
    update click_events e set ivt_reason = ${part.flagged ? REASON : null}
    from part where e.click_id = part.id and e.event_date = ${part.day} and ${hasOldVerdict(tx, part)}
    returning e.click_id as id`
  // No event was received, so complete_to must not wait.
  await askToAttribute(tx, null, { clicks: rows.map(({ id }) => id), conversions: [] })
  return rows.length
}

/** Rows of the programs with the other verdict. Before migration 0026 the last bits of a source had no meaning. */
function isOtherwise(tx: Tx, part: Part): Fragment {
  return tx`event_date = ${part.day} and ${hasOldVerdict(tx, part)} and source_hash >= ${2 ** 52}
    and source_hash % ${2 * FIRST_OWN} = any(${plainArray([...part.programs])}::bigint[])`
}

function hasOldVerdict(tx: Tx, { flagged }: Part): Fragment {
  return flagged ? tx`ivt_reason is null` : tx`ivt_reason = ${REASON}`
}
