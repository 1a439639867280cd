import type { World } from './createWorld.ts'
import type { Delivery } from './deliveries.ts'
import { sendRequest } from './sendRequest.ts'
import type { FillSlots } from './soldRanker.ts'

export interface TrafficOptions {
  readonly world: World
  /** Origin of the server: http://127.0.0.1:3000. */
  readonly url: string
  readonly writeKey: string
  /** Secret key for conversions. */
  readonly serverKey: string
  /** Origin of the shop's pages, if the browser key is bound to it. */
  readonly origin?: string | undefined
  readonly signal: AbortSignal
  /** Current exposures, renders and clicks per second; the day's rhythm continues from there. Default: the world's rate. */
  readonly eventsPerSecond?: number | undefined
  readonly clock?: (() => number) | undefined
  /** The ranking service that sells slots of the lists shown from now on; default: all traffic is organic. */
  readonly fill?: FillSlots | undefined
}

/** Events, except for `retried` (requests) and `late` (requests). */
export interface TrafficCounts {
  sent: number
  accepted: number
  rejected: number
  /** Rejected with a 4xx. */
  refused: number
  retried: number
  /** Discarded unsent, because the driver was more than 20 hours behind. */
  late: number
}

export interface Traffic {
  /** Live counters. */
  readonly counts: Readonly<TrafficCounts>
  /** Settles after the abort, when no request is in flight. */
  readonly done: Promise<void>
}

const PATHS = {
  exposure: '/api/exposure/batch',
  click: '/api/click/batch',
  conversion: '/api/conversion/batch',
} as const
/** Maximum requests in flight; at this number no more are generated. */
const MAX_IN_FLIGHT = 64
/** Events sent this late are marked as stored on the device, as the SDK does. */
const QUEUED_AFTER_MS = 60_000
/** Queued events may be 24 h old on receipt; sessions and offline devices use up to 4 h of this. */
const GIVE_UP_AFTER_MS = 20 * 3_600_000
/** Most sessions end within this time. Sessions begin this long before the start, so that traffic has the requested rate then. */
const HEAD_START_MS = 3 * 60_000
/** Exposures, renders and clicks for each exposure. */
const EVENTS_PER_EXPOSURE = 1.28

/** Sends the world's traffic to a server in real time, like apps and affiliate networks, until the abort. */
export function driveLiveTraffic(options: TrafficOptions): Traffic {
  const counts: TrafficCounts = { sent: 0, accepted: 0, rejected: 0, refused: 0, retried: 0, late: 0 }
  return { counts, done: drive(options, counts) }
}

async function drive(options: TrafficOptions, counts: TrafficCounts): Promise<void> {
  const { world, signal, clock = Date.now, eventsPerSecond } = options
  const from = clock()
  const factor = eventsPerSecond === undefined ? 1 : eventsPerSecond / (world.rate(from) * EVENTS_PER_EXPOSURE)
  const sold = options.fill === undefined ? undefined : { from, fill: options.fill }
  const inFlight = new Set<Promise<void>>()
  const volume = (at: number) => (at < from - HEAD_START_MS ? 1 : factor)
  for await (const delivery of world.live({ from, signal, volume, sold })) {
    const lateMs = clock() - delivery.at
    if (lateMs > GIVE_UP_AFTER_MS) {
      counts.late++
      continue
    }
    const request = send(options, lateMs > QUEUED_AFTER_MS ? queued(delivery) : delivery, counts)
    inFlight.add(request)
    request.finally(() => inFlight.delete(request))
    if (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight)
  }
  await Promise.all(inFlight)
}

async function send(options: TrafficOptions, delivery: Delivery, counts: TrafficCounts): Promise<void> {
  const events = delivery.body.events.length + ('renders' in delivery.body ? delivery.body.renders.length : 0)
  const request = {
    url: new URL(PATHS[delivery.endpoint], options.url).href,
    key: delivery.endpoint === 'conversion' ? options.serverKey : options.writeKey,
    userAgent: delivery.userAgent,
    origin: delivery.endpoint === 'conversion' ? undefined : options.origin,
    body: JSON.stringify(delivery.body),
  }
  counts.sent += events
  const answer = await sendRequest(request, options.signal, () => counts.retried++)
  if (answer.kind === 'refused') counts.refused += events
  if (answer.kind !== 'accepted') return
  counts.accepted += answer.accepted
  counts.rejected += answer.rejected
}

function queued(delivery: Delivery): Delivery {
  if (delivery.endpoint === 'conversion') return delivery
  for (const event of delivery.body.events) (event as { queued: boolean }).queued = true
  if (delivery.endpoint === 'exposure') for (const render of delivery.body.renders) render.queued = true
  return delivery
}
