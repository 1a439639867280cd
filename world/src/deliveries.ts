import { LIMITS } from '@bx/contracts/events/values'
import { applyFault, type DeviceFault, deviceFault } from './deviceFault.ts'
import { dirtStream, type Extras, spoil } from './dirt.ts'
import { isoTime } from './isoTime.ts'
import type { Model } from './model.ts'
import type { Random } from './random.ts'
import { type RedirectClick, reportersOf, signIn } from './reporters.ts'
import type { SessionEvents } from './session.ts'
import { tapsOf } from './taps.ts'
import type { TruthRecord } from './truthRecord.ts'
import type { WireClick, WireConversion, WireRender } from './wire.ts'

// A session as the server sees it: requests, each at its send time.

interface Sent {
  /** When the request is sent, milliseconds since the epoch. */
  readonly at: number
  readonly userAgent: string
}
export type Delivery =
  | (Sent & { readonly endpoint: 'exposure'; readonly body: ExposureBody })
  | (Sent & { readonly endpoint: 'click'; readonly body: { events: (WireClick | RedirectClick)[]; sent_at: string } })
  | (Sent & { readonly endpoint: 'conversion'; readonly body: { events: WireConversion[] } })

export interface ExposureBody {
  /** WireExposure, except malformed ones. */
  readonly events: unknown[]
  readonly renders: WireRender[]
  readonly sent_at: string
}

const NETWORK_CALLER = 'affiliate-callback/3.1'
const RETRY_AFTER_MS = [2_000, 30_000] as const

/** All requests of a session, unordered. */
export function deliveriesOf(model: Model, session: SessionEvents, record?: TruthRecord): Delivery[] {
  signIn(model, session, record)
  const { userAgent, clicks, sales } = session
  const reported = reportersOf(model, session, record)
  const fault = deviceFault(model, session, record)
  // Redirects report only what the person meant.
  clicks.push(...tapsOf(model, session, record))
  const rng = dirtStream(model.seed, session, 'requests')
  const deliveries: Delivery[] = []
  for (const { readyAt, events, renders } of buffered(itemsOf(session, spoil(model, session, record)))) {
    const at = sendTime(readyAt, fault, rng)
    deliveries.push({
      at,
      endpoint: 'exposure',
      userAgent,
      body: { events, renders, sent_at: isoTime(at + fault.clockMs) },
    })
  }
  for (const click of clicks) {
    const at = sendTime(Date.parse(click.timestamp), fault, rng)
    deliveries.push({
      at,
      endpoint: 'click',
      userAgent,
      body: { events: [click], sent_at: isoTime(at + fault.clockMs) },
    })
  }
  for (const { at, click } of reported.redirects) {
    const sentAt = Math.max(at, session.startedAt) + 30 + rng.int(370)
    deliveries.push({ at: sentAt, endpoint: 'click', userAgent, body: { events: [click], sent_at: isoTime(sentAt) } })
  }
  for (const { at, event } of sales.flatMap(({ reports }) => reports)) {
    const body = { events: [reported.sale(event)] }
    deliveries.push({ at, endpoint: 'conversion', userAgent: NETWORK_CALLER, body })
  }
  // Clock errors are applied last: everything above uses true time.
  applyFault(session, fault)
  const again = retried(deliveries, model.dirt.requestRetries, rng)
  if (record !== undefined) record.retriedRequests += again.length
  return [...deliveries, ...again]
}

interface Item {
  readonly at: number
  readonly event?: unknown
  readonly render?: WireRender
}

function itemsOf(session: SessionEvents, extras: Extras): Item[] {
  const items: Item[] = [
    ...session.renders.map((render) => ({ at: Date.parse(render.timestamp), render })),
    ...session.exposures.map((event) => ({ at: Date.parse(event.timestamp), event })),
    ...extras.duplicates,
    ...extras.unknownMerchants,
    ...extras.malformed,
  ]
  return items.sort((a, b) => a.at - b.at)
}

/** The SDK's buffer: sent when it holds 50 events, or 5 s after the first. */
function* buffered(items: readonly Item[]): Generator<{ readyAt: number; events: unknown[]; renders: WireRender[] }> {
  for (let from = 0; from < items.length; ) {
    const flushAt = items[from]!.at + LIMITS.bufferMs
    let to = from
    while (to < items.length && to - from < LIMITS.bufferEvents && items[to]!.at <= flushAt) to++
    const sent = items.slice(from, to)
    yield {
      readyAt: sent.length === LIMITS.bufferEvents ? sent.at(-1)!.at : flushAt,
      events: sent.flatMap(({ event }) => (event === undefined ? [] : [event])),
      renders: sent.flatMap(({ render }) => (render === undefined ? [] : [render])),
    }
    from = to
  }
}

/** 30 to 400 ms on the network; offline devices wait for a connection first. */
function sendTime(readyAt: number, { onlineAt }: DeviceFault, rng: Random): number {
  return Math.max(readyAt, onlineAt) + 30 + rng.int(370)
}

/** The answer was lost, so the same request is sent again. */
function retried(deliveries: readonly Delivery[], rate: number, rng: Random): Delivery[] {
  return deliveries
    .filter(() => rng.chance(rate))
    .map((delivery) => ({ ...delivery, at: delivery.at + Math.round(rng.between(...RETRY_AFTER_MS)) }))
}
