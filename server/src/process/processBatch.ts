import { utcDate } from '../lib/clock.ts'
import { isDataError, isMissingPartition } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { type Claim, eventCount, type QueuedEnvelope } from '../queue/queue.ts'
import { askToAttribute, askToAttributeAgain, type ChangedExposure, isLate } from '../store/attributionTodo.ts'
import type { Sql, Tx } from '../store/db.ts'
import { exposureDelta, type RenderDelta, writeDelta } from '../store/delta.ts'
import type { LocalTimes } from '../store/localTime.ts'
import { appendClicks } from './appendClicks.ts'
import { appendExposures, type ExposureRow } from './appendExposures.ts'
import { lockForAppend } from './appendOnce.ts'
import { appendRenders, type RenderRow } from './appendRenders.ts'
import { lockWaitingLetters } from './deadLetters.ts'
import type { DimensionCache } from './dimensions.ts'
import type { ExposureUnits } from './exposureUnits.ts'
import { type Append, insertIsolating } from './insertIsolating.ts'
import { type Judged, judge, type Refusing } from './judge.ts'
import { Ledger } from './ledger.ts'
import type { LetterRoom } from './letterRoom.ts'
import type { LiveEvents } from './liveEvents.ts'
import { type ConversionRow, type SaleVerdicts, upsertConversions } from './upsertConversions.ts'

// PROCESS: claimed envelopes in; facts, one delta and dead letters out, in one transaction that also empties the queue.
// Either all of it is there or nothing, so that a crash at any point leaves the envelopes to be claimed again.

export interface ProcessContext {
  readonly sql: Sql
  readonly dimensions: DimensionCache
  readonly units: ExposureUnits
  readonly live: LiveEvents
  readonly letterRoom: LetterRoom
  readonly localTimes: LocalTimes
  /** UTC days that have a partition; makes the wanted ones that are open and have none yet. */
  keptDays(wanted: ReadonlySet<string>): Promise<ReadonlySet<string>>
  /** Retention or an operator dropped one since: the next batch looks again. */
  forgetDays(): void
  readonly failpoint: Failpoint
}

/** Stores one claim; returns how many events it held. Data errors are isolated to the event that causes them. */
export async function processBatch(context: ProcessContext, claim: Claim): Promise<number> {
  context.failpoint('after-read')
  try {
    await judgeAndStore(context, claim)
  } catch (error) {
    if (!isMissingPartition(error)) throw error
    context.forgetDays()
    await judgeAndStore(context, claim)
  }
  context.failpoint('after-commit')
  await claim.removeAfterCommit()
  return claim.envelopes.reduce((sum, envelope) => sum + eventCount(envelope), 0)
}

async function judgeAndStore(context: ProcessContext, claim: Claim): Promise<void> {
  const judged = await judgeBatch(context, claim.envelopes)
  await context.units.register(
    judged.exposures.map(({ item: { event } }) => [event.exposure_unit_id, event.exposure_type] as const),
  )
  try {
    await store(context, claim, judged, insertAtOnce)
  } catch (error) {
    if (!isDataError(error) || isMissingPartition(error)) throw error
    await store(context, claim, judged, insertIsolating)
  }
}

export async function judgeBatch(context: ProcessContext, envelopes: readonly QueuedEnvelope[]): Promise<Judged> {
  const events = envelopes.flatMap((e) => [...e.exposures, ...e.renders, ...e.clicks, ...e.conversions])
  const times = events.map((event) => event.timestamp)
  const [merchants, placements, dates] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const event of events) {
    if ('merchant_id' in event || 'merchant_ref' in event) merchants.add(event.merchant_id ?? event.merchant_ref ?? '')
    const placement = 'placement_id' in event || 'placement_key' in event ? event : undefined
    if (placement) placements.add(placement.placement_id ?? placement.placement_key ?? '')
    dates.add(utcDate(event.timestamp))
  }
  const [dimensions, days] = await Promise.all([
    context.dimensions.forBatch(merchants, placements),
    context.keptDays(dates),
    context.localTimes.load(context.sql, times),
  ])
  return judge(envelopes, { dimensions, localTimes: context.localTimes, days })
}

type Insert = <R extends { readonly item: Refusing['item'] }>(
  tx: Tx,
  rows: readonly R[],
  append: Append<R>,
  poisoned: Refusing[],
) => Promise<ReadonlySet<R>>

const insertAtOnce: Insert = (tx, rows, append) => (rows.length === 0 ? Promise.resolve(new Set()) : append(tx, rows))

async function store(context: ProcessContext, claim: Claim, judged: Judged, insert: Insert): Promise<void> {
  const seen = await context.sql.begin(async (tx) => {
    // A lost commit is harmless: the queue's rows come back with it. Only the acknowledgement waits for the disk.
    await tx`set local synchronous_commit = off`
    await lockForAppend(tx, [...judged.exposures, ...judged.renders, ...judged.clicks])
    const poisoned: Refusing[] = []
    const { exposures, renders, clicks, sales } = await appendAll(tx, judged, insert, poisoned, () =>
      context.failpoint('mid-append'),
    )

    const receivedAt = earliestOf(claim.envelopes)
    await askToAttribute(tx, receivedAt, {
      clicks: [...clicks].map(({ id }) => id),
      conversions: [...sales.changed],
    })
    await askToAttributeAgain(tx, [...exposures].flatMap(lateExposure), receivedAt)

    const replays = claim.envelopes.flatMap((envelope) => envelope.replays ?? [])
    const ledger = new Ledger(await lockWaitingLetters(tx, replays))
    fillLedger(ledger, judged, {
      inserted: new Set<unknown>([...exposures, ...renders, ...clicks, ...sales.stored]),
      sales,
      poisoned,
    })
    await ledger.refusedOnReceipt(tx, claim.envelopes)
    await ledger.writeDeadLetters(tx, context.letterRoom)
    await writeDelta(tx, receivedAt, exposures.size, {
      ...(exposures.size > 0 ? { exposures: exposureDelta([...exposures].map(countedExposure)) } : {}),
      ...(renders.size > 0 ? { renders: renderDeltas(renders) } : {}),
      outcomes: ledger.outcomes(),
    })
    await claim.removeWithin(tx)
    context.failpoint('before-commit')
    return ledger.judged()
  })
  context.live.note(seen)
}

/**
 * Appends what passed the rules; returns the rows that were new, and what became of sales.
 * @param poisoned receives the rows that PostgreSQL refused
 */
export async function appendAll(
  tx: Tx,
  judged: Judged,
  insert: Insert,
  poisoned: Refusing[],
  midway: () => void = () => {},
) {
  const exposures = await insert(tx, judged.exposures, appendExposures, poisoned)
  midway()
  const renders = await insert(tx, judged.renders, appendRenders, poisoned)
  const clicks = await insert(tx, judged.clicks, appendClicks, poisoned)
  const sales: SaleVerdicts = { stored: new Set(), superseded: new Set(), changed: new Set() }
  await insert(tx, judged.conversions, (inner, rows) => upsertConversions(inner, rows, sales), poisoned)
  return { exposures, renders, clicks, sales }
}

interface Verdicts {
  readonly inserted: ReadonlySet<unknown>
  readonly sales: SaleVerdicts
  readonly poisoned: readonly Refusing[]
}

function fillLedger(ledger: Ledger, judged: Judged, { inserted, sales, poisoned }: Verdicts): void {
  const isPoisoned = new Set(poisoned.map(({ item }) => item))
  const rows = [...judged.exposures, ...judged.renders, ...judged.clicks, ...judged.conversions]
  for (const row of rows) {
    if (inserted.has(row)) ledger.stored(row.item, 'ivt' in row ? row.ivt : null)
    else if (sales.superseded.has(row as ConversionRow)) ledger.superseded(row.item)
    else if (!isPoisoned.has(row.item as Refusing['item'])) ledger.duplicate(row.item)
  }
  for (const item of judged.copies) ledger.duplicate(item)
  for (const refusing of [...judged.refused, ...poisoned]) ledger.refused(refusing)
}

function lateExposure({ id, item, merchant }: ExposureRow): ChangedExposure[] {
  const { user_id: userId, timestamp: at } = item.event
  return isLate(at, item.envelope.receivedAt) ? [{ eventId: id, userId, merchantId: merchant.merchantId, at }] : []
}

function countedExposure(row: ExposureRow) {
  const { event } = row.item
  return {
    hour: row.local.hour,
    day: row.local.day,
    placementId: row.placementId,
    merchantId: row.merchant.merchantId,
    merchantNo: row.merchant.merchantNo,
    sessionId: event.session_id,
    userId: event.user_id,
    rank: event.rank_position ?? null,
    viewable: event.viewable ?? null,
    flagged: row.ivt !== null,
    sampleRate: event.sample_rate ?? null,
  }
}

function renderDeltas(rows: Iterable<RenderRow>): RenderDelta[] {
  const cells = new Map<string, [string, string, string, number, number, number]>()
  for (const { placementId, local, source, item } of rows) {
    const key = `${placementId} ${local.day} ${source}`
    const cell = cells.get(key) ?? [placementId, local.day, source, 0, 0, 0]
    cell[3] += 1
    cell[4] += item.event.slots_available
    cell[5] += item.event.slots_filled
    cells.set(key, cell)
  }
  return [...cells.values()]
}

function earliestOf(envelopes: readonly QueuedEnvelope[]): Date {
  return new Date(Math.min(...envelopes.map((envelope) => envelope.queuedAt.getTime())))
}
