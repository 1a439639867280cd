// Sends what was noted, in batches, until the server has it. One batch is in flight at a time; one that failed goes
// back to the front, its items unchanged, so that the server counts a batch once whose answer was lost.
import { type Buffer, createBuffer, type Lost } from './buffer.ts'
import { type Answer, attempt, backoffMs, type Outcome } from './transport.ts'

/** The seed's figures: hand on after 50 events or 5 seconds. */
export const BUFFER_EVENTS = 50
export const BUFFER_MS = 5000
/** Keepalive requests of one page share 64 KiB; some of it is left to the host page. */
export const KEEPALIVE_BYTES = 60_000
/** With less room than this a part is not worth a request of its own. */
const LITTLE_ROOM_BYTES = 8000
/** The server takes nothing older from a browser. */
export const MAX_AGE_MS = 24 * 3_600_000

export interface Packed {
  readonly body: string
  /** The losses this body tells the server of. */
  readonly reported: Lost
}

export interface OutboxOptions<T> {
  /** Resolves when bodies can be made; a page that is left does not wait for it. */
  readonly ready: () => Promise<unknown>
  /** Undefined: not possible yet, all stays where it is. */
  pack(items: readonly T[]): Packed | undefined
  post(body: string, keepalive: boolean): Promise<Answer>
  readonly lost: Lost
  /** Bytes of keepalive requests on their way; shared by the outboxes of a page. */
  readonly inFlight: { bytes: number }
}

export class Outbox<T extends { readonly at: number }> {
  readonly #options: OutboxOptions<T>
  readonly #buffer: Buffer<T>
  #running: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  /** Which clear() a request in flight belongs to. */
  #era = 0

  constructor(options: OutboxOptions<T>) {
    this.#options = options
    this.#buffer = createBuffer<T>(options.lost)
  }

  add(item: T): void {
    this.#buffer.add(item)
    this.#schedule(BUFFER_MS)
    if (this.#buffer.size() >= BUFFER_EVENTS) void this.flush()
  }

  /** Sends what waits; resolves when all is sent, or the server is to be left alone for a while. Never rejects. */
  flush(): Promise<void> {
    return this.#failures > 0 ? Promise.resolve() : this.#drain()
  }

  /** The page may be gone any moment: sends all that waits now, without waiting for anything. */
  leave(): void {
    while (this.#deliver(this.#buffer.size()));
  }

  /** Forgets what waits, and what is in flight should it fail. */
  clear(): void {
    this.#era++
    this.#failures = 0
    this.#unschedule()
    this.#buffer.clear()
  }

  #drain(): Promise<void> {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #sendAll(): Promise<void> {
    await this.#options.ready()
    this.#unschedule()
    while ((await this.#deliver(BUFFER_EVENTS)) === null);
  }

  /**
   * Sends the first `max` items, or as many as a keepalive request still holds, without a pause before the request.
   * Undefined: there is nothing to send, or no body can be made yet.
   */
  #deliver(max: number): Promise<Outcome> | undefined {
    const { pack, inFlight } = this.#options
    const items = this.#withoutStale(this.#buffer.take(max))
    const packed = items.length > 0 ? pack(items) : undefined
    const room = KEEPALIVE_BYTES - inFlight.bytes
    const bytes = packed ? new TextEncoder().encode(packed.body).length : 0
    const isTooLarge = bytes > room
    if (packed && !(isTooLarge && room > LITTLE_ROOM_BYTES && items.length > 1))
      return this.#request(items, packed, isTooLarge ? 0 : bytes)
    this.#buffer.putBack(items)
    return packed && this.#deliver(items.length >> 1)
  }

  async #request(items: readonly T[], packed: Packed, keepaliveBytes: number): Promise<Outcome> {
    const { inFlight, post } = this.#options
    const era = this.#era
    this.#noteLost(packed.reported, -1)
    inFlight.bytes += keepaliveBytes
    const outcome = await attempt(() => post(packed.body, keepaliveBytes > 0))
    inFlight.bytes -= keepaliveBytes
    if (era !== this.#era) return outcome
    if (outcome === null) this.#failures = 0
    else {
      this.#noteLost(packed.reported, 1)
      this.#buffer.putBack(items)
      this.#unschedule()
      this.#schedule(backoffMs(++this.#failures, outcome))
    }
    return outcome
  }

  #withoutStale(items: readonly T[]): readonly T[] {
    const oldest = Date.now() - MAX_AGE_MS
    const fresh = items.filter(({ at }) => at > oldest)
    this.#options.lost.stale += items.length - fresh.length
    return fresh
  }

  #noteLost(counts: Lost, sign: 1 | -1): void {
    this.#options.lost.stale += sign * counts.stale
    this.#options.lost.overflow += sign * counts.overflow
  }

  #schedule(ms: number): void {
    this.#timer ??= setTimeout(() => void this.#drain(), ms)
  }

  #unschedule(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
