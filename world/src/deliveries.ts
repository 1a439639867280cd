import { LIMITS } from '@bx/contracts/events/values'
import { type DeviceFault, deviceFault, shiftClocks } from './deviceFault.ts'
import { dirtStream, spoil } from './dirt.ts'
import { isoTime } from './isoTime.ts'
import type { Model } from './model.ts'
import { Random, STREAMS } from './random.ts'
import type { SessionEvents } from './session.ts'
import type { TruthRecord } from './truthRecord.ts'
import type { WireClick, WireConversion, WireRender } from './wire.ts'

// A session as the server sees it: requests, each at the moment it is sent.

interface Sent {
  /** When the request is sent, milliseconds since the epoch. */
  readonly at: number
  readonly userAgent: string
}
export type Delivery =
  | (Sent & { readonly endpoint: 'exposure'; readonly body: ExposureBody })
  | (Sent & { readonly endpoint: 'click'; readonly body: { events: WireClick[]; sent_at: string } })
  | (Sent & { readonly endpoint: 'conversion'; readonly body: { events: WireConversion[] } })

export interface ExposureBody {
  /** WireExposure, but for the malformed ones. */
  readonly events: unknown[]
  readonly renders: WireRender[]
  readonly sent_at: string
}

const NETWORK_CALLER = 'affiliate-callback/3.1'
const RETRY_AFTER_MS = [2_000, 30_000] as const

const rng = new Random(0, STREAMS.dirt)

/** Every request a session leads to, in no particular order. */
export function deliveriesOf(model: Model, session: SessionEvents, record?: TruthRecord): Delivery[] {
  dirtStream(model.seed, session, 1, rng)
  const fault = deviceFault(model.dirt, session, rng, record)
  const deliveries: Delivery[] = [...exposureRequests(model, session, fault, record)]
  for (const click of session.clicks) {
    const at = sendTime(Date.parse(click.timestamp), fault)
    deliveries.push({
      at,
      endpoint: 'click',
      userAgent: session.userAgent,
      body: { events: [click], sent_at: isoTime(at + fault.clockMs) },
    })
  }
  for (const sale of session.sales) {
    for (const { at, event } of sale.reports) {
      deliveries.push({ at, endpoint: 'conversion', userAgent: NETWORK_CALLER, body: { events: [event] } })
    }
  }
  // The clocks are set wrong last: everything above reckons in true time.
  shiftClocks(session, fault)
  return withRetries(model, deliveries, record)
}

interface Item {
  readonly at: number
  readonly event?: unknown
  readonly render?: WireRender
}

/** The SDK's buffer: sent when it holds 50 events, or 5 s after the first. */
function* exposureRequests(
  model: Model,
  session: SessionEvents,
  fault: DeviceFault,
  record?: TruthRecord,
): Generator<Delivery> {
  const items = itemsOf(model, session, record)
  for (let from = 0; from < items.length; ) {
    const flushAt = items[from]!.at + LIMITS.bufferMs
    let to = from
    while (to < items.length && to - from < LIMITS.bufferEvents && items[to]!.at <= flushAt) to++
    const full = to - from === LIMITS.bufferEvents
    const at = sendTime(full ? items[to - 1]!.at : flushAt, fault)
    const sent = items.slice(from, to)
    const body = {
      events: sent.flatMap(({ event }) => (event === undefined ? [] : [event])),
      renders: sent.flatMap(({ render }) => (render === undefined ? [] : [render])),
      sent_at: isoTime(at + fault.clockMs),
    }
    yield { at, endpoint: 'exposure', userAgent: session.userAgent, body }
    from = to
  }
}

function itemsOf(model: Model, session: SessionEvents, record?: TruthRecord): Item[] {
  const extras = spoil(model, session, session.exposures, record)
  const items: Item[] = [
    ...session.renders.map((render) => ({ at: Date.parse(render.timestamp), render })),
    ...session.exposures.map((event) => ({ at: Date.parse(event.timestamp), event })),
    ...extras.duplicates,
    ...extras.unknownMerchants,
    ...extras.malformed,
  ]
  return items.sort((a, b) => a.at - b.at)
}

/** 30 to 400 ms on the network; offline devices first wait for a connection. */
function sendTime(readyAt: number, { onlineAt }: DeviceFault): number {
  return Math.max(readyAt, onlineAt) + 30 + rng.int(370)
}

/** The answer was lost, so the same request comes again. */
function withRetries({ dirt }: Model, deliveries: Delivery[], record?: TruthRecord): Delivery[] {
  const again = deliveries.filter(() => rng.chance(dirt.requestRetries))
  if (record !== undefined) record.retriedRequests += again.length
  for (const delivery of again)
    deliveries.push({ ...delivery, at: delivery.at + Math.round(rng.between(...RETRY_AFTER_MS)) })
  return deliveries
}
