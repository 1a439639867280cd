import type { Tx } from '../db/client.ts'
import { askToAttribute, askToAttributeAgain, type ChangedExposure, isLate } from '../facts/attributionQueue.ts'
import { exposureDelta, writeDelta } from '../facts/delta.ts'
import { packageDeltas } from '../facts/packages/packageDelta.ts'
import { readHistories } from '../facts/packages/readHistories.ts'
import { keyIdOf, readSlotTokenKeys } from '../facts/packages/slotToken.ts'
import { utcDate } from '../lib/clock.ts'
import { isDataError, isMissingPartition } from '../lib/errors.ts'
import type { QueuedEnvelope } from '../queue/queue.ts'
import { appendClicks } from './appendClicks.ts'
import { appendExposures, type ExposureRow } from './appendExposures.ts'
import { lockForAppend } from './appendOnce.ts'
import { appendRenders } from './appendRenders.ts'
import { claimSlots } from './claimSlots.ts'
import type { ConversionRow } from './conversionRow.ts'
import { lockWaitingDeadLetters } from './deadLetters.ts'
import { type Append, insertIsolating } from './insertIsolating.ts'
import { keepAgents } from './keepAgents.ts'
import { Ledger } from './ledger.ts'
import { linkVisitors } from './linkVisitors.ts'
import type { ProcessContext } from './processContext.ts'
import { renderDeltas } from './renderDeltas.ts'
import { type SaleVerdicts, upsertConversions } from './upsertConversions.ts'
import { type Refusing, type Validated, validate } from './validate.ts'

// Stores envelopes as facts, one delta and dead letters, in one transaction: all of it or nothing.

/** Runs work in a transaction that the caller opens. */
export type Begin = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** Stores envelopes in one transaction. A data error is isolated to the event that causes it. */
export async function storeEnvelopes(
  context: ProcessContext,
  envelopes: readonly QueuedEnvelope[],
  begin: Begin,
): Promise<void> {
  try {
    await validateAndStore(context, envelopes, begin)
  } catch (error) {
    if (!isMissingPartition(error)) throw error
    context.forgetDays()
    await validateAndStore(context, envelopes, begin)
  }
}

async function validateAndStore(
  context: ProcessContext,
  envelopes: readonly QueuedEnvelope[],
  begin: Begin,
): Promise<void> {
  const validated = await validateBatch(context, envelopes)
  await context.units.register(
    validated.exposures.map(({ item: { event } }) => [event.exposure_unit_id, event.exposure_type] as const),
  )
  const storeWith = (insert: Insert) => begin((tx) => store(context, tx, { envelopes, validated, insert }))
  const seen = await storeWith(insertAtOnce).catch((error: unknown) => {
    if (!isDataError(error) || isMissingPartition(error)) throw error
    return storeWith(insertIsolating)
  })
  context.live.record(seen)
}

export async function validateBatch(context: ProcessContext, envelopes: readonly QueuedEnvelope[]): Promise<Validated> {
  const events = envelopes.flatMap((e) => [...e.exposures, ...e.renders, ...e.clicks, ...e.conversions])
  const times = events.map((event) => event.timestamp)
  const [merchants, placements, dates] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const event of events) {
    if ('merchant_id' in event || 'merchant_ref' in event) merchants.add(event.merchant_id ?? event.merchant_ref ?? '')
    const placement = 'placement_id' in event || 'placement_key' in event ? event : undefined
    if (placement) placements.add(placement.placement_id ?? placement.placement_key ?? '')
    dates.add(utcDate(event.timestamp))
  }
  const stamps = new Set(envelopes.flatMap((e) => e.exposures.flatMap(({ package_id: id }) => id ?? [])))
  const tokens = envelopes.flatMap((e) => e.exposures.flatMap(({ slot_token: token }) => token ?? []))
  const [dimensions, days, packages, tokenKeys] = await Promise.all([
    context.dimensions.forBatch(merchants, placements),
    context.keptDays(dates),
    readHistories(context.sql, [...stamps]),
    readSlotTokenKeys(context.sql, new Set(tokens.map(keyIdOf))),
    context.localTimes.load(context.sql, times),
  ])
  return validate(envelopes, { dimensions, localTimes: context.localTimes, packages, tokenKeys, days })
}

type Insert = <R extends { readonly item: Refusing['item'] }>(
  tx: Tx,
  rows: readonly R[],
  append: Append<R>,
  poisoned: Refusing[],
) => Promise<ReadonlySet<R>>

const insertAtOnce: Insert = (tx, rows, append) => (rows.length === 0 ? Promise.resolve(new Set()) : append(tx, rows))

interface Storing {
  readonly envelopes: readonly QueuedEnvelope[]
  readonly validated: Validated
  readonly insert: Insert
}

/** Returns every event with its verdict. */
async function store(context: ProcessContext, tx: Tx, { envelopes, insert, ...given }: Storing) {
  await lockForAppend(tx, [...given.validated.exposures, ...given.validated.renders, ...given.validated.clicks])
  const validated = { ...given.validated, exposures: await claimSlots(tx, given.validated.exposures) }
  const poisoned: Refusing[] = []
  const { exposures, renders, clicks, sales, lookAgain } = await appendAll(tx, validated, insert, poisoned, () =>
    context.failpoint('mid-append'),
  )

  const receivedAt = earliestOf(envelopes)
  await askToAttribute(tx, receivedAt, {
    clicks: [...[...clicks].map(({ id }) => id), ...lookAgain],
    conversions: [...sales.changed],
  })
  await askToAttributeAgain(tx, [...exposures].flatMap(lateExposure), receivedAt)
  await linkVisitors(tx, [...exposures, ...clicks])

  const replays = envelopes.flatMap((envelope) => envelope.replays ?? [])
  const ledger = new Ledger(await lockWaitingDeadLetters(tx, replays))
  fillLedger(ledger, validated, {
    inserted: new Set<unknown>([...exposures, ...renders, ...clicks, ...sales.stored]),
    sales,
    poisoned,
  })
  await keepAgents(tx, envelopes)
  await ledger.refusedOnReceipt(tx, envelopes)
  await ledger.writeDeadLetters(tx, context.deadLetterQuota)
  const counted = [...exposures].map(countedExposure)
  const packages = packageDeltas(counted)
  await writeDelta(tx, receivedAt, exposures.size, {
    ...(exposures.size > 0 ? { exposures: exposureDelta(counted) } : {}),
    ...(packages.length > 0 ? { packages } : {}),
    ...(renders.size > 0 ? { renders: renderDeltas(renders) } : {}),
    outcomes: ledger.outcomes(),
  })
  return ledger.validated()
}

/**
 * Appends what passed the rules; returns the new rows and the outcomes of sales.
 * @param poisoned receives the rows that PostgreSQL refused
 */
export async function appendAll(
  tx: Tx,
  validated: Validated,
  insert: Insert,
  poisoned: Refusing[],
  midway: () => void = () => {},
) {
  /** Stored clicks that now have their exposure, or more details than before. */
  const lookAgain = new Set<string>()
  const exposures = await insert(
    tx,
    validated.exposures,
    (inner, rows) => appendExposures(inner, rows, lookAgain),
    poisoned,
  )
  midway()
  const renders = await insert(tx, validated.renders, appendRenders, poisoned)
  const clicks = await insert(tx, validated.clicks, (inner, rows) => appendClicks(inner, rows, lookAgain), poisoned)
  const sales: SaleVerdicts = { stored: new Set(), superseded: new Set(), changed: new Set() }
  await insert(tx, validated.conversions, (inner, rows) => upsertConversions(inner, rows, sales), poisoned)
  return { exposures, renders, clicks, sales, lookAgain }
}

interface Verdicts {
  readonly inserted: ReadonlySet<unknown>
  readonly sales: SaleVerdicts
  readonly poisoned: readonly Refusing[]
}

function fillLedger(ledger: Ledger, validated: Validated, { inserted, sales, poisoned }: Verdicts): void {
  const isPoisoned = new Set(poisoned.map(({ item }) => item))
  const rows = [...validated.exposures, ...validated.renders, ...validated.clicks, ...validated.conversions]
  for (const row of rows) {
    if (inserted.has(row)) ledger.stored(row.item, 'ivt' in row ? row.ivt : null)
    else if (sales.superseded.has(row as ConversionRow)) ledger.superseded(row.item)
    else if (!isPoisoned.has(row.item as Refusing['item'])) ledger.duplicate(row.item)
  }
  for (const item of validated.copies) ledger.duplicate(item)
  for (const refusing of [...validated.refused, ...poisoned]) ledger.refused(refusing)
}

function lateExposure({ id, item, merchant }: ExposureRow): ChangedExposure[] {
  const { user_id: userId, timestamp: at } = item.event
  return isLate(at, item.envelope.queuedAt) ? [{ eventId: id, userId, merchantId: merchant.merchantId, at }] : []
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
    packageId: event.package_id ?? null,
    packageVerdict: row.packageVerdict,
  }
}

function earliestOf(envelopes: readonly QueuedEnvelope[]): Date {
  return new Date(Math.min(...envelopes.map((envelope) => envelope.queuedAt.getTime())))
}
