// What was noted in, requests out: puts in who looks and what the server's clock says, once both are known.
import type { Lost } from './core/buffer.ts'
import { Outbox } from './core/outbox.ts'
import type { Store } from './core/session.ts'
import { identify } from './identity.ts'
import { askOffset, postBatch } from './network.ts'
import type { InitOptions } from './types.ts'
import { type Item, pack } from './wire.ts'

const NOTHING_LOST: Lost = { stale: 0, overflow: 0 }

export class Sender {
  readonly #options: InitOptions
  readonly #endpoint: string
  readonly #inFlight = { bytes: 0 }
  readonly #lost = { ...NOTHING_LOST }
  readonly #exposures: Outbox<Item>
  readonly #clicks: Outbox<Item>
  #offset: number | undefined
  #isLeaving = false
  #userId: string | undefined
  #ready: Promise<unknown> | undefined

  constructor(options: InitOptions) {
    this.#options = options
    this.#endpoint = options.endpoint.replace(/\/$/, '')
    this.#exposures = this.#outbox('exposure', this.#lost)
    this.#clicks = this.#outbox('click', NOTHING_LOST)
  }

  /** The server's time, as far as it is known. */
  now(): number {
    return Date.now() + (this.#offset ?? 0)
  }

  /** Consent is there: finds out who looks and, once, what time it is. */
  begin(store: Store): void {
    const identified = identify(this.#options.userId, store).then((userId) => {
      this.#userId = userId
    })
    const asked =
      this.#offset ??
      askOffset(this.#endpoint).then((offset) => {
        this.#offset ??= offset
      })
    this.#ready = Promise.all([identified, asked])
  }

  /** Consent is gone: forgets all that waits. */
  end(): void {
    this.#exposures.clear()
    this.#clicks.clear()
  }

  note(item: Item): void {
    const outbox = item.kind === 'click' ? this.#clicks : this.#exposures
    outbox.add(item)
  }

  async flush(): Promise<void> {
    await Promise.all([this.#clicks.flush(), this.#exposures.flush()])
  }

  /** The page may be gone any moment. Clicks first: they are worth most, and room in last requests is scarce. */
  leave(): void {
    this.#isLeaving = true
    this.#clicks.leave()
    this.#exposures.leave()
    this.#isLeaving = false
  }

  /** `told`: the losses its batches report. The click batch has no place for them; the next exposures tell its own. */
  #outbox(name: string, told: Lost): Outbox<Item> {
    const { writeKey } = this.#options
    const url = `${this.#endpoint}/api/${name}/batch`
    return new Outbox({
      ready: async () => this.#ready,
      pack: (items) =>
        this.#userId
          ? pack(items, { writeKey, userId: this.#userId, offset: this.#offset ?? 0, lost: told })
          : undefined,
      post: (body, keepalive) => postBatch({ url, body, keepalive, isLeaving: this.#isLeaving }),
      lost: this.#lost,
      inFlight: this.#inFlight,
    })
  }
}
