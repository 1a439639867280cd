import { type Extras, spoil } from './dirt.ts'
import type { Model } from './model.ts'
import { LONGEST_SESSION_MS, type SessionEvents } from './session.ts'
import { sessionsBetween } from './sessions.ts'
import { noteCauses, type TruthRecord } from './truthRecord.ts'
import type { WireClick, WireConversion, WireExposure, WireRender } from './wire.ts'

const DAY = 86_400_000

/** Events of whole sessions, one session after the other; sorted by time within a session only. */
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
