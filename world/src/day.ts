import { spoil } from './dirt.ts'
import type { Model } from './model.ts'
import { LONGEST_SESSION_MS, type SessionEvents } from './session.ts'
import { sessionsBetween } from './sessions.ts'
import { noteCauses, type TruthRecord } from './truthRecord.ts'
import type { WireClick, WireConversion, WireExposure, WireRender } from './wire.ts'

const DAY = 86_400_000

/** Events of whole sessions. Sorted within a session, not between sessions. */
export interface Batch {
  /** The bot's own user agent, or null for people: their devices differ, and none of them matters. */
  readonly userAgent: string | null
  readonly exposures: WireExposure[]
  readonly renders: WireRender[]
  readonly clicks: WireClick[]
  /** Every report about a sale in the order it is made; the same conversion_id up to three times. */
  readonly conversions: WireConversion[]
  /** Broken exposures; only when dirt was asked for. */
  readonly malformed: unknown[]
}

export interface DayOptions {
  /** Leaves out what is not known yet at this instant (ms): for a history that ends now. */
  readonly until?: number | undefined
  /** Exposures per batch, roughly: a session is never split. */
  readonly batchSize?: number | undefined
  /** Also duplicates, unknown merchants and malformed events. */
  readonly dirt?: boolean | undefined
  /** Is told which events are dirt, and what caused each sale. */
  readonly record?: TruthRecord | undefined
}

/** The sessions that begin on UTC day `index` after the start, with all they led to, also on later days. */
export function* dayBatches(model: Model, index: number, options: DayOptions = {}): Generator<Batch> {
  const { until = Number.POSITIVE_INFINITY, batchSize = 1000 } = options
  const from = model.start + index * DAY
  let batch = emptyBatch(null)
  for (const session of sessionsBetween(model, from, Math.min(from + DAY, until))) {
    if (session.bot) {
      const burst = emptyBatch(session.userAgent)
      add(model, burst, session, until, options)
      yield burst
      continue
    }
    add(model, batch, session, until, options)
    if (batch.exposures.length >= batchSize) {
      yield batch
      batch = emptyBatch(null)
    }
  }
  if (batch.renders.length > 0 || batch.conversions.length > 0) yield batch
}

function add(model: Model, batch: Batch, session: SessionEvents, until: number, { dirt, record }: DayOptions): void {
  const known = session.startedAt + LONGEST_SESSION_MS < until ? session : before(session, until)
  batch.exposures.push(...known.exposures)
  batch.renders.push(...known.renders)
  batch.clicks.push(...known.clicks)
  for (const sale of session.sales) {
    for (const report of sale.reports) if (report.at < until) batch.conversions.push(report.event)
  }
  if (record !== undefined) noteCauses(model, session, record)
  if (dirt !== true) return
  const { duplicates, unknownMerchants, malformed } = spoil(model, session, known.exposures, record)
  for (const { event } of [...duplicates, ...unknownMerchants]) batch.exposures.push(event)
  for (const { event } of malformed) batch.malformed.push(event)
}

/** The part of a session that has happened by `until`. */
function before(session: SessionEvents, until: number): SessionEvents {
  const end = new Date(until).toISOString()
  const happened = (event: { timestamp: string }) => event.timestamp < end
  return {
    ...session,
    exposures: session.exposures.filter(happened),
    renders: session.renders.filter(happened),
    clicks: session.clicks.filter(happened),
  }
}

function emptyBatch(userAgent: string | null): Batch {
  return { userAgent, exposures: [], renders: [], clicks: [], conversions: [], malformed: [] }
}
