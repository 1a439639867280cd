// Turns recorded items into requests: adds the person and the server's time as soon as both are known. Items that do not
// arrive are stored for the origin's next page.
import { createOutbox, type Lost, type Outbox, type Shared } from './core/outbox.ts'
import type { Store } from './core/session.ts'
import { findId, type Sha256, visitorOf } from './identity.ts'
import { type Answered, askConfig, type Fetch, NO_ANSWER, postBatch, type ServerConfig } from './network.ts'
import { warn } from './quietly.ts'
import { isTaken, keep, takeOver } from './storage.ts'
import type { InitOptions } from './types.ts'
import { type Item, type Owner, pack, seal } from './wire.ts'

/** Sent items and the server's answers, for the placement lens, which removes what it has read. */
export type Sent = (readonly [body: string, answer: Promise<Answered>, endpoint: string])[]

/** When wall clock and monotonic clock differ by this, the clock was set or the device slept. */
const DRIFT_MS = 1000
/** A tab can be open for days. */
const CONFIG_AGE_MS = 3_600_000

const shared: Shared = { bytes: 0 }
let writeKey: string
let endpoint: string
let sent: Sent | undefined
/** Clicks come first: they are worth most, and the last requests have little room. */
let outboxes: readonly Outbox<Item>[] = []
/** Stored items that this page still has to send. */
let saved: readonly Item[] = []
let config = NO_ANSWER
let asked: Promise<ServerConfig> | undefined
let askedAt: number
/** Wall-clock time of the monotonic clock's start, when the server was asked. */
let origin: number
let owner: Owner
let platformFetch: Fetch | undefined
let hash: Sha256 | undefined
let offline: Platform['offline']
let identified: Promise<unknown> | undefined

/** What a browser provides. */
export interface Platform {
  readonly fetch?: Fetch | undefined
  readonly sha256: Sha256
  /** While there is no network: resolves when it returns. Nothing is tried until then. */
  readonly offline: () => Promise<unknown> | undefined
}

/** For other environments; not part of the browser bundle. */
export function setPlatform(given: Platform): void {
  platformFetch = given.fetch
  hash = given.sha256
  offline = given.offline
}

/** Sets where to send. Call before recording. */
export function setUp(options: Pick<InitOptions, 'endpoint' | 'writeKey'>, log?: Sent): void {
  endpoint = options.endpoint.replace(/\/$/, '')
  writeKey = options.writeKey
  sent = log
  outboxes = [outbox('click'), outbox('exposure')]
}

/** The server's time, as far as known. */
export function now(): number {
  return Date.now() + config.offset
}

/** Asks the server once, and again when the clock may have changed. Earlier items keep the time of the earlier clock. */
export function ask(): Promise<ServerConfig> {
  const clock = performance.now()
  const start = Date.now() - clock
  if (asked && Math.abs(start - origin) < DRIFT_MS && clock - askedAt < CONFIG_AGE_MS) return asked
  sealAll()
  askedAt = clock
  origin = start
  asked = askConfig(endpoint, config, platformFetch).then((answer) => {
    config = answer
    return config
  })
  return asked
}

/** Forces a new request: the last one may have failed without a network. */
export function forgetAnswer(): void {
  asked = undefined
}

/** The person or the consent changed. Earlier items belong to the earlier person. */
export function begin(userId: string, store: Store, isLink?: boolean): void {
  const next: Owner = {}
  owner = next
  const visitor = userId && visitorOf(userId, store)
  identified = findId(userId, store, hash).then((id) => {
    next.id = id
    // Without hashing, a visitor is counted.
    if (isLink && id.length > 36) next.visitor = visitor
  })
  void ask()
}

/** Consent was withdrawn: deletes all queued items. */
export function end(): void {
  saved = []
  for (const box of outboxes) box.forget(box.unsent())
}

export function note(item: Item): void {
  void ask()
  item.owner = owner
  outboxOf(item).add(item)
}

/** Sends all queued items. */
export async function flush(): Promise<void> {
  await Promise.all(outboxes.map((box) => box.flush()))
}

/** The page may end at any moment: sends all queued items, and stores them until the server has answered. */
export function leave(mayKeep: boolean): void {
  if (!offline?.()) for (const box of outboxes) box.leave()
  if (mayKeep) save()
}

/** The page is visible: it takes back the items it stored, and takes over those of closed pages. */
export function resume(): void {
  yieldTaken()
  saved = keep([])
  // A page that may not send would only lose the items of others.
  if (shared.isStopped) return
  takeOver((item: Item) => {
    item.queued = true
    outboxOf(item).add(item)
  }, outboxes[1]!.addLost)
}

/** Stores queued items until the server has answered. */
export function save(): void {
  sealAll()
  // Without the id of its person, an item could be sent with the id of the next one.
  saved = keep(
    unsent().filter((item) => !item.owner),
    outboxes.flatMap((box) => box.lost()),
  )
}

/** Another page has taken over this page's stored items while it slept. */
function yieldTaken(): void {
  if (!isTaken()) return
  for (const box of outboxes) {
    box.forget(saved)
    for (const lost of box.lost()) lost.stale = lost.overflow = 0
  }
  saved = []
}

function sealAll(): void {
  for (const item of unsent()) seal(item, config)
}

function unsent(): Item[] {
  return outboxes.flatMap((box) => box.unsent())
}

function outboxOf({ kind }: Item): Outbox<Item> {
  return outboxes[kind === 'click' ? 0 : 1]!
}

function outbox(name: string): Outbox<Item> {
  return createOutbox<Item>({
    async ready() {
      yieldTaken()
      await offline?.()
      await Promise.all([identified, ask()])
    },
    pack(items: readonly Item[], lost: Lost) {
      for (const item of items) seal(item, config)
      return items.some((item) => item.owner) ? undefined : pack(items, writeKey, lost)
    },
    async post(body, keepalive) {
      const answer = postBatch(`${endpoint}/api/${name}/batch`, body, keepalive, platformFetch)
      sent?.push([body, answer, endpoint])
      read(await answer, body)
      return answer
    },
    onSettled() {
      yieldTaken()
      if (saved[0]) save()
    },
    shared,
  })
}

/** A rejection because of the timestamp may mean that the clock was set. */
function read(answer: Answered, body: string): void {
  const { rejected = [], ignored } = answer.receipt
  if (answer.status < 400 && body.includes('"visitor_id"')) owner.visitor = null
  if (rejected.some(({ code }) => /future|stale/.test(code))) asked = undefined
  if (answer.status > 202 || rejected[0] || ignored)
    import('./aside.ts').then(({ tellRefusal }) => tellRefusal(endpoint, answer)).catch(warn)
}
