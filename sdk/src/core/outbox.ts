// Sends recorded items in batches until the server acknowledges them. One batch is in flight at a time. The items of a
// failed batch keep their order and content, so the server counts a batch once even if its answer was lost.
import { type Answer, attempt, backoffMs, type Outcome, STOPPED, TAKEN } from './transport.ts'

/** Sends after 50 events or 5 seconds. */
export const BUFFER_EVENTS = 50
export const BUFFER_MS = 5000
/** Beyond this number, the oldest are dropped and counted. */
const MAX_KEPT = 1000
/** The server's limit for a request with the key in its body is 64 KiB. */
export const REQUEST_BYTES = 60_000
/** All keepalive requests of a page share 64 KiB; more than half of it remains for the host page. */
export const KEEPALIVE_BYTES = 30_000
/** The server accepts nothing older from a browser. */
export const MAX_AGE_MS = 86_400_000

/** Events that the SDK discarded. The server shows them, so that no loss is silent. */
export interface Lost {
  stale: number
  /** The queue was full, or the server rejected the whole request. */
  overflow: number
}

/** Shared by all outboxes of a page. */
export interface Shared {
  /** Bytes of keepalive requests in flight. */
  bytes: number
  /** The server rejected this page's key or origin: nothing more is sent. */
  isStopped?: boolean
}

export interface OutboxOptions<T> {
  /** Resolves when bodies can be created; a page that is left does not wait for it. */
  readonly ready: () => Promise<unknown>
  /** Undefined: not possible yet, all items stay queued. Empty: none of the items needs to be sent. */
  pack(items: readonly T[], lost: Lost): string | undefined
  post(body: string, keepalive: boolean): Promise<Answer>
  /** Called when a request has ended, successfully or not. */
  onSettled(): void
  readonly shared: Shared
}

export interface Outbox<T> {
  add(item: T): void
  /** All items that the server has not acknowledged, including those in flight. */
  unsent(): readonly T[]
  /** Discarded events whose report the server has not acknowledged. */
  lost(): readonly Lost[]
  /** Adds events that earlier pages discarded. */
  addLost(lost: Lost): void
  /** Forgets items that another page owns now, or that were deleted: they are not retried, even if a request in flight fails. */
  forget(items: readonly T[]): void
  /** Sends all queued items; resolves when all are sent, or when the server asked to wait. Never rejects. */
  flush(): Promise<void>
  /** The page may end at any moment: sends all unacknowledged items at once. */
  leave(): void
}

export function createOutbox<T extends { readonly at: number }>(options: OutboxOptions<T>): Outbox<T> {
  const { ready, pack, post, onSettled, shared } = options
  let lost = nothing()
  /** Losses reported by requests in flight. */
  const reported = new Set<Lost>()
  /** Oldest first. */
  let items: T[] = []
  /** In flight; true: in a request sent while the page was left. */
  const flying = new Map<T, boolean>()
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const remove = (gone: readonly T[]) => {
    const all = new Set(gone)
    items = items.filter((item) => !all.has(item))
  }
  const giveUp = (reason: keyof Lost, gone: readonly T[]) => {
    const before = items.length
    remove(gone)
    lost[reason] += before - items.length
  }
  const addLost = ({ stale, overflow }: Lost) => {
    lost.stale += stale
    lost.overflow += overflow
  }
  const prune = () => {
    const idle = items.filter((item) => !flying.has(item))
    const stale = idle.filter(({ at }) => Date.now() - at >= MAX_AGE_MS)
    giveUp('stale', stale)
    giveUp('overflow', shared.isStopped ? idle : idle.slice(0, Math.max(0, items.length - MAX_KEPT)))
  }
  const schedule = (ms: number) => {
    timer ??= setTimeout(drain, ms)
  }
  const unschedule = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const drain = () => {
    running ??= sendAll().finally(() => {
      running = undefined
    })
    return running
  }
  const sendAll = async () => {
    await ready()
    unschedule()
    while (((await deliver(false)) ?? 0) < 0);
  }
  const flush = () => (failures > 0 ? Promise.resolve() : drain())

  /** Sends the first items that fit, starting the request synchronously. Undefined: nothing to send, or no body possible yet. */
  const deliver = (isLast: boolean, keepalive = isLast, size = BUFFER_EVENTS): Promise<Outcome> | undefined => {
    prune()
    const batch = items.filter((item) => !(isLast ? flying.get(item) : flying.has(item))).slice(0, size)
    const body = batch[0] && pack(batch, lost)
    if (body === undefined) return
    const bytes = bytesOf(body)
    if (bytes > (keepalive ? KEEPALIVE_BYTES - shared.bytes : REQUEST_BYTES)) {
      if (size > 1) return deliver(isLast, keepalive, size >> 1)
      // Not even one item fits: the rest is sent without keepalive, and stays stored for the next page.
      if (keepalive) return deliver(isLast, false)
    }
    if (body) return request(batch, body, isLast, keepalive ? bytes : 0)
    remove(batch)
    return Promise.resolve(TAKEN)
  }
  const request = async (batch: readonly T[], body: string, isLast: boolean, bytes: number): Promise<Outcome> => {
    const losses = lost
    reported.add(losses)
    lost = nothing()
    for (const item of batch) flying.set(item, isLast)
    shared.bytes += bytes
    const outcome = await attempt(() => post(body, bytes > 0))
    shared.bytes -= bytes
    // An item that was sent again while the page was left belongs to that request now.
    for (const item of batch) if (flying.get(item) === isLast) flying.delete(item)
    reported.delete(losses)
    if (outcome !== TAKEN) addLost(losses)
    if (outcome >= 0) {
      unschedule()
      schedule(backoffMs(++failures, outcome))
    } else {
      failures = 0
      shared.isStopped ||= outcome === STOPPED
      if (outcome === TAKEN) remove(batch)
      else giveUp('overflow', batch)
    }
    onSettled()
    return outcome
  }
  return {
    add(item) {
      items.push(item)
      prune()
      schedule(BUFFER_MS)
      if (items.length >= BUFFER_EVENTS) void flush()
    },
    unsent: () => items,
    lost: () => [...reported, lost],
    addLost,
    forget: remove,
    flush,
    leave() {
      while (deliver(true));
    },
  }
}

/** Size in UTF-8. No `Blob`: React Native creates it outside of JavaScript. JSON has no lone surrogates, which would throw. */
function bytesOf(json: string): number {
  return encodeURI(json).replace(/%../g, ' ').length
}

function nothing(): Lost {
  return { stale: 0, overflow: 0 }
}
