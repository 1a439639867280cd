// COLLECT: the app's calls in; exposures, renders and clicks out, each sent once to the ingest endpoint. Nothing is ever
// thrown into the host page.
import { createBuffer } from './core/buffer.ts'
import { type Batch, send } from './core/transport.ts'
import { uuidv7 } from './core/uuidv7.ts'
import { forget, hashUserId, sessionId, visitorId } from './identity.ts'
import type { Clicked, Client, InitOptions, RenderedList, Slot, WireClick, WireExposure, WireRender } from './types.ts'
import { createWatcher } from './visibility.ts'

export type { Clicked, Client, InitOptions, RenderedList, Slot } from './types.ts'

const VERSION = '0.1.0'
/** keepalive requests share 64 KB; an event is at most about 800 bytes. */
const EVENTS_PER_REQUEST = 50

type Item =
  | { readonly kind: 'event'; readonly wire: Omit<WireExposure, 'user_id'> }
  | { readonly kind: 'render'; readonly wire: WireRender }
  | { readonly kind: 'click'; readonly wire: Omit<WireClick, 'user_id'> }

/** Starts the SDK. Call it once per page. */
export function init(options: InitOptions): Client {
  const endpoint = options.endpoint.replace(/\/$/, '')
  const transport = { endpoint, writeKey: options.writeKey, fetch: window.fetch.bind(window), wait }
  const watcher = createWatcher()
  const counted = new Set<string>()
  const buffer = createBuffer<Item>(() => void flush())
  let granted = options.consent && !refusesTracking()
  let clockOffset = 0
  let user: string | undefined

  const ready = prepare()
  async function prepare(): Promise<void> {
    try {
      user = options.userId === undefined ? undefined : await hashUserId(options.userId)
      const asked = Date.now()
      const answer = await fetch(`${endpoint}/api/exposure/config`).then((response) => response.json())
      // Half the way back is the best guess of when the server looked at its clock.
      clockOffset = Date.parse(answer.data.server_time) - (asked + Date.now()) / 2
    } catch {
      // Without an answer the device's clock is used as it is.
    }
  }

  const now = () => Date.now() + clockOffset

  async function flush(): Promise<void> {
    await ready
    for (const batch of takeBatches()) await send(transport, batch)
  }

  /** What waits, in requests of at most 50 events; user ids are put in at the last moment. */
  function takeBatches(): Batch[] {
    const { items, overflow } = buffer.take()
    if (!granted || items.length === 0) return []
    const userId = user ?? visitorId()
    const batches: Batch[] = []
    for (let i = 0; i < items.length; i += EVENTS_PER_REQUEST) {
      const part = items.slice(i, i + EVENTS_PER_REQUEST)
      const of = (kind: Item['kind']) => part.filter((item) => item.kind === kind).map(({ wire }) => wire)
      const [events, renders, clicks] = [of('event'), of('render'), of('click')]
      const named = (wires: readonly object[]) => wires.map((wire) => ({ ...wire, user_id: userId }))
      const dropped = i === 0 && overflow > 0 ? { dropped: { stale: 0, overflow } } : {}
      if (events.length + renders.length > 0) {
        batches.push({ path: '/api/exposure/batch', body: { events: named(events), renders, ...dropped } })
      }
      if (clicks.length > 0) batches.push({ path: '/api/click/batch', body: { events: named(clicks) } })
    }
    return batches
  }

  function count(slot: Slot, viewable: boolean): void {
    const key = `${slot.renderId} ${slot.placementId} ${slot.merchantId} ${slot.rankPosition}`
    if (!granted || (slot.renderId !== undefined && counted.has(key))) return
    counted.add(key)
    buffer.add({ kind: 'event', wire: exposureOf(slot, viewable) })
  }

  function exposureOf(slot: Slot, viewable: boolean): Omit<WireExposure, 'user_id'> {
    const at = now()
    return {
      event_id: uuidv7(at),
      merchant_id: slot.merchantId,
      exposure_unit_id: slot.exposureUnitId,
      exposure_type: slot.exposureType,
      placement_id: slot.placementId,
      timestamp: new Date(at).toISOString(),
      rank_position: slot.rankPosition ?? null,
      session_id: sessionId(at),
      is_clickable: slot.isClickable ?? true,
      algorithm_version: slot.algorithmVersion ?? '',
      render_id: slot.renderId ?? null,
      package_id: slot.packageId ?? null,
      viewable,
      context: { platform: options.platform ?? 'web', sdk_version: VERSION },
    }
  }

  const onHide = quietly(() => {
    if (document.visibilityState !== 'hidden') return
    watcher.endAll()
    void flush()
  })
  document.addEventListener('visibilitychange', onHide)
  window.addEventListener('pagehide', onHide)

  return {
    observe: quietly(
      (element: Element, slot: Slot) => watcher.watch(element, { onCount: (viewable) => count(slot, viewable) }),
      () => {},
    ),
    render: quietly((list: RenderedList) => {
      const at = now()
      const renderId = list.renderId ?? uuidv7(at)
      if (granted) {
        const { placementId, slotsAvailable, slotsFilled } = list
        const wire = { render_id: renderId, placement_id: placementId, session_id: sessionId(at) }
        const slots = { slots_available: slotsAvailable, slots_filled: slotsFilled }
        buffer.add({ kind: 'render', wire: { ...wire, timestamp: new Date(at).toISOString(), ...slots } })
      }
      return renderId
    }, ''),
    click: quietly((click: Clicked) => {
      const at = now()
      const clickId = uuidv7(at)
      if (granted) {
        const { merchantId, placementId = null, exposureEventId = null } = click
        const wire = { click_id: clickId, merchant_id: merchantId, placement_id: placementId }
        const session = { exposure_event_id: exposureEventId, session_id: sessionId(at) }
        buffer.add({ kind: 'click', wire: { ...wire, ...session, timestamp: new Date(at).toISOString() } })
        void flush() // a click usually leaves the page
      }
      return clickId
    }, ''),
    flush,
    consent: quietly((given: boolean) => {
      granted = given && !refusesTracking()
      if (granted) return
      buffer.take()
      forget()
    }),
    stop: quietly(() => {
      watcher.endAll()
      document.removeEventListener('visibilitychange', onHide)
      window.removeEventListener('pagehide', onHide)
      void flush()
    }),
  }
}

function refusesTracking(): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The host page must not break because of us. */
function quietly<A extends readonly unknown[], R>(work: (...args: A) => R, otherwise?: R): (...args: A) => R {
  return (...args) => {
    try {
      return work(...args)
    } catch (error) {
      console.warn('[bx]', error)
      return otherwise as R
    }
  }
}
