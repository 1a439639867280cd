import { type Extras, spoil } from './dirt.ts'
import type { Model } from './model.ts'
import { LONGEST_SESSION_MS, type SessionEvents } from './session.ts'
import { sessionsBetween } from './sessions.ts'
import { noteCauses, type TruthRecord } from './truthRecord.ts'
import type { WireClick, WireConversion, WireExposure, WireRender } from './wire.ts'

const DAY = 86_400_000

/** Events of whole sessions, one session after another; sorted by time only within a session. */
export interface Batch {
  /** User agent of a bot; null for people, whose devices do not matter. */
  readonly userAgent: string | null
  readonly exposures: WireExposure[]
  readonly renders: WireRender[]
  readonly clicks: WireClick[]
  /** All reports about sales in order; the same conversion_id up to three times. */
  readonly conversions: WireConversion[]
  /** Malformed exposures; only with dirt. */
  readonly malformed: unknown[]
}

export interface DayOptions {
  /** Excludes everything that is not known yet at this time (ms), for a history that ends now. */
  readonly until?: number | undefined
  /** Approximate exposures per batch: a session is never split. */
  readonly batchSize?: number | undefined
  /** Includes duplicates, unknown merchants and malformed events. */
  readonly dirt?: boolean | undefined
  /** Receives which events are dirt, and the cause of each sale. */
  readonly record?: TruthRecord | undefined
}

/** The sessions that begin on UTC day `index` after the start, with all their events, including those on later days. */
export function* dayBatches(model: Model, index: number, options: DayOptions = {}): Generator<Batch> {
  const { until = Number.POSITIVE_INFINITY, batchSize = 1000 } = options
  const from = model.start + index * DAY
  let people = emptyBatch(null)
  for (const session of sessionsBetween(model, { from, to: Math.min(from + DAY, until) })) {
    const batch = session.bot ? emptyBatch(session.userAgent) : people
    const known = session.startedAt + LONGEST_SESSION_MS < until ? session : before(session, until)
    addEvents(batch, known, until)
    if (options.dirt === true) addDirt(batch, spoil(model, known, options.record))
    if (options.record !== undefined) noteCauses(model, session, options.record)
    if (session.bot) yield batch
    else if (people.exposures.length >= batchSize) {
      yield people
      people = emptyBatch(null)
    }
  }
  if (people.renders.length > 0 || people.conversions.length > 0) yield people
}

function addEvents(batch: Batch, { exposures, renders, clicks, sales }: SessionEvents, until: number): void {
  batch.exposures.push(...exposures)
  batch.renders.push(...renders)
  batch.clicks.push(...clicks)
  for (const { reports } of sales) {
    for (const { at, event } of reports) if (at < until) batch.conversions.push(event)
  }
}

function addDirt(batch: Batch, { duplicates, unknownMerchants, malformed }: Extras): void {
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
