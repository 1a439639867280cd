import { plainArray, type Sql, type Tx, textArray } from '../../db/client.ts'
import { askToAttributeAgain } from '../../facts/attributionQueue.ts'
import { type CountedExposure, writeDelta } from '../../facts/delta.ts'
import { VERDICT_SELECT } from '../../facts/exposureColumns.ts'
import { packageDeltas } from '../../facts/packages/packageDelta.ts'
import { readHistories } from '../../facts/packages/readHistories.ts'
import type { SlotTokenResult } from '../../facts/packages/slotToken.ts'
import { stampVerdict } from '../../facts/packages/stampVerdict.ts'

// A stamp is checked when its exposure is stored. An exposure that is stored while its package changes may be checked by the
// package as it was before: it is checked again here, and the rollups get the difference.

/** How long changes are checked: much longer than any transaction lasts. */
const RECENT = '1 hour'
/** Rows of one transaction. */
const AT_A_TIME = 5000

type Stamped = Omit<CountedExposure, 'hour' | 'merchantNo' | 'sign'> & {
  readonly eventId: string
  readonly at: Date
  readonly hour: Date
  readonly slotToken: SlotTokenResult | null
}

/** Checks the stamps of recently changed packages again. @returns how many verdicts changed */
export async function correctStamps(sql: Sql): Promise<number> {
  const changed = await sql<{ id: string; since: Date }[]>`
    select package_id as id, min(effective_at) as since from package_changes
    where recorded_at > now() - ${RECENT}::interval group by 1 order by 1`
  let corrected = 0
  for (const { id, since } of changed) corrected += await correctPackage(sql, id, since)
  return corrected
}

async function correctPackage(sql: Sql, packageId: string, since: Date): Promise<number> {
  let [corrected, after] = [0, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const { last, wrong } = await sql.begin((tx) => correctPart(tx, { packageId, since, after }))
    corrected += wrong
    if (last === null) return corrected
    after = last
  }
}

interface Part {
  readonly packageId: string
  readonly since: Date
  /** event_id of the last one that was checked. */
  readonly after: string
}

async function correctPart(tx: Tx, { packageId, since, after }: Part) {
  const rows = await tx<Stamped[]>`
    select ${columns(tx)} from exposure_events e
    where package_id = ${packageId} and "timestamp" >= ${since} and event_date >= ${since}::timestamptz::date - 1
      and event_id > ${after}
    order by event_id limit ${AT_A_TIME}`
  const last = rows.length < AT_A_TIME ? null : rows.at(-1)!.eventId
  const suspects = await wrongOf(tx, packageId, rows)
  if (suspects.length === 0) return { last, wrong: 0 }
  // Only wrong rows are locked, and checked again: they may have been flagged meanwhile. A change of the package that
  // commits later is checked by the next run.
  const locked = await tx<Stamped[]>`
    select ${columns(tx)} from exposure_events e
    where event_id = any(${plainArray(suspects.map(({ row }) => row.eventId))}::uuid[])
      and event_date >= ${since}::timestamptz::date - 1
    order by event_id for update`
  const wrong = await wrongOf(tx, packageId, locked)
  if (wrong.length > 0) await writeVerdicts(tx, wrong)
  return { last, wrong: wrong.length }
}

function columns(tx: Tx) {
  return tx`${tx.unsafe(VERDICT_SELECT)}, e.ivt_reason is not null as flagged,
    e.slot_token_result as "slotToken"`
}

interface Wrong {
  readonly row: Stamped
  readonly verdict: string
}

async function wrongOf(tx: Tx, packageId: string, rows: readonly Stamped[]): Promise<Wrong[]> {
  const history = (await readHistories(tx, [packageId])).get(packageId)
  return rows
    .map((row) => ({ row, verdict: stampVerdict(history, { ...row, at: row.at.getTime() }) }))
    .filter(({ row, verdict }) => row.packageVerdict !== null && row.packageVerdict !== verdict)
}

async function writeVerdicts(tx: Tx, wrong: readonly Wrong[]): Promise<void> {
  await tx`
    update exposure_events e set package_verdict = t.verdict
    from unnest(${plainArray(wrong.map(({ row }) => row.eventId))}::uuid[],
      ${textArray(wrong.map(({ row }) => row.at.toISOString()))}::timestamptz[],
      ${textArray(wrong.map(({ verdict }) => verdict))}::text[]) as t (event_id, at, verdict)
    where e.event_id = t.event_id and e.event_date = (t.at at time zone 'UTC')::date`
  const moves = wrong.flatMap(({ row, verdict }) => {
    // Package rollups need no merchant_no.
    const counted = { ...row, hour: row.hour.toISOString(), merchantNo: 0 }
    return [
      { ...counted, sign: -1 as const },
      { ...counted, packageVerdict: verdict, sign: 1 as const },
    ]
  })
  await writeDelta(tx, new Date(), 0, { packages: packageDeltas(moves) })
  await askToAttributeAgain(
    tx,
    wrong.map(({ row }) => ({ ...row, at: row.at.getTime() })),
    null,
  )
}
