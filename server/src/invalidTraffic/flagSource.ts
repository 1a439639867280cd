import { audit } from '../accounts/audit.ts'
import type { Sql, Tx } from '../db/client.ts'
import { askToAttribute } from '../facts/attributionQueue.ts'
import { untilNone } from '../lib/untilNone.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'

// For traffic found to be invalid after it was stored: all rows of one source (network and program) in a span of days
// are flagged, or unflagged, refused events that wait for a replay included. Flagging twice changes nothing, and only rows
// flagged this way are unflagged.

export interface SourceSpan {
  readonly source: number
  /** UTC days, both included. */
  readonly from: string
  readonly to: string
}

export interface FlaggedSource {
  readonly exposures: number
  readonly clicks: number
  /** Refused events that wait for a replay. */
  readonly deadLetters: number
}

const REASON = 'flagged_source'
/** Rows of one transaction. */
const AT_ONCE = 20_000

/** Flags (or with `flagged: false` unflags) the rows of a source. Audited first, then done part by part. */
export async function flagSource(sql: Sql, actor: string, span: SourceSpan, flagged: boolean): Promise<FlaggedSource> {
  await audit(sql, {
    actor,
    action: flagged ? 'flagSource' : 'unflagSource',
    target: String(span.source),
    details: span,
  })
  const exposures = await untilNone(() => sql.begin((tx) => moveExposures(tx, span, flagged)))
  const clicks = await untilNone(() => sql.begin((tx) => moveClicks(tx, span, flagged)))
  const deadLetters = await moveDeadLetters(sql, span, flagged)
  return { exposures, clicks, deadLetters }
}

async function moveExposures(tx: Tx, { source, from, to }: SourceSpan, flagged: boolean): Promise<number> {
  const rows = await tx<VerdictRow[]>`
    with part as (
      select event_id, event_date from exposure_events
      where source_hash = ${source} and event_date between ${from} and ${to} and ${isOld(tx, flagged)} limit ${AT_ONCE}
    )
    update exposure_events e set ivt_reason = ${flagged ? REASON : null}
    from part, merchant_dim m
    where e.event_id = part.event_id and e.event_date = part.event_date and ${isOld(tx, flagged, 'e')}
      and m.merchant_id = e.merchant_id
    returning ${verdictColumns(tx)}`
  await postFlags(tx, rows, flagged)
  return rows.length
}

async function moveClicks(tx: Tx, { source, from, to }: SourceSpan, flagged: boolean): Promise<number> {
  const rows = await tx<{ id: string }[]>`
    with part as (
      select click_id, event_date from click_events
      where source_hash = ${source} and event_date between ${from} and ${to} and ${isOld(tx, flagged)} limit ${AT_ONCE}
    )
    update click_events e set ivt_reason = ${flagged ? REASON : null}
    from part where e.click_id = part.click_id and e.event_date = part.event_date and ${isOld(tx, flagged, 'e')}
    returning e.click_id as id`
  // No event was received, so complete_to must not wait.
  await askToAttribute(tx, null, { clicks: rows.map(({ id }) => id), conversions: [] })
  return rows.length
}

/** A dead letter's own time cannot be trusted: the day it was received counts. Its replay keeps the verdict. */
async function moveDeadLetters(sql: Sql, { source, from, to }: SourceSpan, flagged: boolean): Promise<number> {
  const { count } = await sql`
    update dead_letter_events set ivt_reason = ${flagged ? REASON : null}
    where source_hash = ${source} and replayed_at is null and received_at >= ${from}::date and received_at < ${to}::date + 1
      and ${isOld(sql, flagged)}`
  return count
}

/** Rows that still have the other verdict. */
function isOld(tx: Sql | Tx, flagged: boolean, alias?: 'e') {
  const reason = alias ? tx`e.ivt_reason` : tx`ivt_reason`
  return flagged ? tx`${reason} is null` : tx`${reason} = ${REASON}`
}
