import { askToAttribute } from '../store/attributionTodo.ts'
import type { Sql, Tx } from '../store/db.ts'
import { audit } from './audit.ts'
import { postFlags, type VerdictRow, verdictColumns } from './postFlags.ts'

// Traffic found to be invalid after it was stored: all rows of one source (network and agent class) in a span of days are
// flagged, or taken back into net. Flagging twice changes nothing, and only what was flagged this way is taken back.

export interface SourceSpan {
  readonly source: number
  /** UTC days, both included. */
  readonly from: string
  readonly to: string
}

export interface FlaggedSource {
  readonly exposures: number
  readonly clicks: number
}

const REASON = 'flagged_source'
/** Rows of one transaction. */
const AT_ONCE = 20_000

/** Flags (or with `flagged: false` takes back) what came from a source. Audited first, then done part by part. */
export async function flagSource(sql: Sql, actor: string, span: SourceSpan, flagged: boolean): Promise<FlaggedSource> {
  await audit(sql, {
    actor,
    action: flagged ? 'flagSource' : 'unflagSource',
    target: String(span.source),
    details: span,
  })
  const exposures = await untilNone(() => sql.begin((tx) => moveExposures(tx, span, flagged)))
  const clicks = await untilNone(() => sql.begin((tx) => moveClicks(tx, span, flagged)))
  return { exposures, clicks }
}

async function untilNone(part: () => Promise<number>): Promise<number> {
  let sum = 0
  for (let moved = await part(); moved > 0; moved = await part()) sum += moved
  return sum
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
  // Nothing new was received: complete_to does not wait for it.
  await askToAttribute(tx, null, { clicks: rows.map(({ id }) => id), conversions: [] })
  return rows.length
}

/** Rows whose verdict is still the other one. */
function isOld(tx: Tx, flagged: boolean, alias?: 'e') {
  const reason = alias ? tx`e.ivt_reason` : tx`ivt_reason`
  return flagged ? tx`${reason} is null` : tx`${reason} = ${REASON}`
}
