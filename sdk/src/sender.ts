// What was noted in, requests out: puts in who looks and what the server's clock says, once both are known. What does not
// arrive is kept for the origin's next page.
import { createOutbox, type Lost, type Outbox } from './core/outbox.ts'
import type { Store } from './core/session.ts'
import { identify } from './identity.ts'
import { askConfig, NO_ANSWER, postBatch, type ServerConfig } from './network.ts'
import { isTaken, keep, takeOver } from './storage.ts'
import type { InitOptions } from './types.ts'
import { type Item, pack, seal } from './wire.ts'

/** Bytes of keepalive requests on their way. */
const inFlight = { bytes: 0 }
let writeKey: string
let endpoint: string
let ownUserId: string | undefined
/** Clicks first: they are worth most, and room in last requests is scarce. */
let outboxes: readonly [clicks: Outbox<Item>, exposures: Outbox<Item>]
/** What of the kept is still this page's to send. */
let saved: readonly Item[] = []
let config: ServerConfig | undefined
let asked: Promise<ServerConfig> | undefined
let userId: string | undefined
let ready: Promise<unknown> | undefined

/** Says where to send, before anything is noted. */
export function setUp(options: InitOptions): void {
  endpoint = options.endpoint.replace(/\/$/, '')
  writeKey = options.writeKey
  ownUserId = options.userId
  outboxes = [outbox('click'), outbox('exposure')]
}

/** The server's time, as far as it is known. */
export function now(): number {
  return Date.now() + (config?.offset ?? 0)
}

/** Asked once a page. */
export function ask(): Promise<ServerConfig> {
  asked ??= askConfig(endpoint).then((answer) => {
    config = answer
    return answer
  })
  return asked
}

/** Finds out who looks and, once, what time it is. What was noted before belongs to whoever looked then. */
export function begin(store: Store, isAnonymous: boolean): void {
  sealAll()
  userId = undefined
  const identified = identify(isAnonymous ? undefined : ownUserId, store).then((id) => {
    userId = id
  })
  ready = Promise.all([identified, ask()])
}

/** Consent is gone: forgets all that waits. */
export function end(): void {
  saved = []
  for (const box of outboxes) box.forget(box.unsent())
}

export function note(item: Item): void {
  outboxOf(item).add(item)
}

/** Sends what waits. */
export async function flush(): Promise<void> {
  await Promise.all(outboxes.map((box) => box.flush()))
}

/** The page may be gone any moment: sends all that waits, and keeps it until the server has answered. */
export function leave(mayKeep: boolean): void {
  for (const box of outboxes) box.leave()
  if (mayKeep) save()
}

/** The page is looked at: what it kept is its own again, and what gone pages kept becomes its own. */
export function resume(): void {
  yieldTaken()
  saved = keep([])
  takeOver((item: Item) => {
    item.queued = true
    note(item)
  })
}

function save(): void {
  sealAll()
  // Without its user's id an item could go out under the next one's.
  if (userId) saved = keep(unsent())
}

/** Another page has taken what this one kept while it slept. */
function yieldTaken(): void {
  if (!isTaken()) return
  for (const box of outboxes) box.forget(saved)
  saved = []
}

function sealAll(): void {
  for (const item of unsent()) sealOne(item)
}

function sealOne(item: Item): void {
  const { offset, sampleRate } = config ?? NO_ANSWER
  if (userId) seal(item, { userId, offset, sampleRate })
}

function unsent(): Item[] {
  return outboxes.flatMap((box) => box.unsent())
}

function outboxOf({ kind }: Item): Outbox<Item> {
  return outboxes[kind === 'click' ? 0 : 1]
}

function outbox(name: string): Outbox<Item> {
  return createOutbox<Item>({
    async ready() {
      yieldTaken()
      await ready
    },
    pack(items: readonly Item[], lost: Lost) {
      if (!userId) return
      items.forEach(sealOne)
      return pack(items, writeKey, lost)
    },
    post: (body, keepalive) => postBatch(`${endpoint}/api/${name}/batch`, body, keepalive),
    onSettled() {
      yieldTaken()
      if (saved[0]) save()
    },
    inFlight,
  })
}
