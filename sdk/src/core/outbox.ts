// Sends what was noted, in batches, until the server has it. One batch is in flight at a time; one that failed goes
// back to the front, its items unchanged, so that the server counts a batch once whose answer was lost.
import { type Answer, attempt, backoffMs, type Outcome } from './transport.ts'

/** The seed's figures: hand on after 50 events or 5 seconds. */
export const BUFFER_EVENTS = 50
export const BUFFER_MS = 5000
/** Beyond this the oldest are dropped, and counted. */
const MAX_KEPT = 1000
/** Keepalive requests of one page share 64 KiB; some of it is left to the host page. */
export const KEEPALIVE_BYTES = 60_000
/** The server takes nothing older from a browser. */
export const MAX_AGE_MS = 86_400_000

/** Events the SDK had to give up; the server shows them, so that nothing is lost silently. */
export interface Lost {
  stale: number
  overflow: number
}

export interface OutboxOptions<T> {
  /** Resolves when bodies can be made; a page that is left does not wait for it. */
  readonly ready: () => Promise<unknown>
  /** Undefined: not possible yet, all stays where it is. Empty: nothing of it is to be sent. */
  pack(items: readonly T[], lost: Lost): string | undefined
  post(body: string, keepalive: boolean): Promise<Answer>
  /** A request has ended, well or not. */
  onSettled(): void
  /** Bytes of keepalive requests on their way; shared by the outboxes of a page. */
  readonly inFlight: { bytes: number }
}

export interface Outbox<T> {
  add(item: T): void
  /** All that the server has not acknowledged, on its way or not. */
  unsent(): T[]
  /** These belong to another page now, or to nobody: not sent again, even should a request in flight fail. */
  forget(items: readonly T[]): void
  /** Sends what waits; resolves when all is sent, or the server is to be left alone for a while. Never rejects. */
  flush(): Promise<void>
  /** The page may be gone any moment: sends all that waits now, without waiting for anything. */
  leave(): void
}

export function createOutbox<T extends { readonly at: number }>(options: OutboxOptions<T>): Outbox<T> {
  const { ready, pack, post, onSettled, inFlight } = options
  let lost: Lost = { stale: 0, overflow: 0 }
  let items: T[] = []
  let flying: T[] = []
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const put = (batch: readonly T[]) => {
    items = [...batch, ...items]
    // A negative count removes nothing.
    lost.overflow += items.splice(0, items.length - MAX_KEPT).length
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
    while ((await deliver()) === null);
  }
  const flush = () => (failures > 0 ? Promise.resolve() : drain())

  /** Sends the first 50 without a pause before the request. Undefined: there is nothing to send, or no body can be made. */
  const deliver = (size = BUFFER_EVENTS): Promise<Outcome> | undefined => {
    const fresh = items.filter(({ at }) => at > Date.now() - MAX_AGE_MS)
    lost.stale += items.length - fresh.length
    items = fresh
    const batch = items.slice(0, size)
    const body = batch[0] && pack(batch, lost)
    if (body === undefined) return
    // A request that carries its key in the body may have 64 KiB.
    if (size > 1 && bytesOf(body) > KEEPALIVE_BYTES) return deliver(size >> 1)
    items = items.slice(size)
    return body ? request(batch, body) : Promise.resolve(null)
  }
  const request = async (batch: readonly T[], body: string): Promise<Outcome> => {
    const told = lost
    lost = { stale: 0, overflow: 0 }
    flying.push(...batch)
    let bytes = bytesOf(body)
    // The rest goes without keepalive: a page that is left keeps it for the next.
    if (inFlight.bytes + bytes > KEEPALIVE_BYTES) bytes = 0
    inFlight.bytes += bytes
    const outcome = await attempt(() => post(body, bytes > 0))
    inFlight.bytes -= bytes
    const back = batch.filter((item) => flying.includes(item))
    flying = without(flying, batch)
    failures = outcome === null ? 0 : failures + 1
    if (outcome !== null) {
      lost.stale += told.stale
      lost.overflow += told.overflow
      put(back)
      unschedule()
      schedule(backoffMs(failures, outcome))
    }
    onSettled()
    return outcome
  }
  return {
    add(item) {
      items.push(item)
      put([])
      schedule(BUFFER_MS)
      if (items.length >= BUFFER_EVENTS) void flush()
    },
    unsent: () => [...flying, ...items],
    forget(batch) {
      items = without(items, batch)
      flying = without(flying, batch)
    },
    flush,
    leave() {
      while (deliver());
    },
  }
}

function bytesOf(body: string): number {
  return new Blob([body]).size
}

function without<T>(items: readonly T[], gone: readonly T[]): T[] {
  return items.filter((item) => !gone.includes(item))
}
