import type { Lost } from './core/outbox.ts'
import type { Store } from './core/session.ts'

const PREFIX = 'bx.'
export const VISITOR_KEY = `${PREFIX}visitor`
/** The first member of the device. */
export const MEMBER_KEY = `${PREFIX}member`
const QUEUE_PREFIX = `${PREFIX}queue.`
/** A page owns its stored items for twice this time, renewed after each attempt; then another page may send them. */
const LEASE_MS = 10_000

/** Its own properties are the stored items, as in localStorage. */
export type Device = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

let device = (): Device => localStorage

/** Without localStorage. */
export function setDevice(given: Device): void {
  device = () => given
}

/** Storage may be disabled or full, and accessing it throws when cookies are blocked. */
function tryTo<R>(work: () => R): R | null {
  try {
    return work()
  } catch {
    return null
  }
}

/** localStorage, if allowed. Values that it rejects, or that must not be stored without consent, live as long as the page. */
export function createStore(isPersistent: boolean): Store {
  const memory = new Map<string, string>()
  return {
    get: (key) => memory.get(key) ?? (isPersistent ? tryTo(() => device().getItem(key)) : null),
    set(key, value) {
      memory.delete(key)
      if (!isPersistent || tryTo(() => device().setItem(key, value)) === null) memory.set(key, value)
    },
  }
}

/** Removes all our items from the device. */
export function clearStorage(): void {
  for (const key of keysOf(PREFIX)) device().removeItem(key)
}

function keysOf(prefix: string): string[] {
  return tryTo(() => Object.keys(device()))?.filter((key) => key.startsWith(prefix)) ?? []
}

/** Events that this page could not send, in localStorage until this or a later page has sent them. */
const own = QUEUE_PREFIX + Math.random()
let isSaved = false

/** Replaces the stored items and losses of this page; with none, removes them. Returns the items now stored. */
export function keep<T>(items: readonly T[], lost: readonly Lost[] = []): readonly T[] {
  const isAny = !!items[0] || lost.some(({ stale, overflow }) => stale + overflow > 0)
  isSaved = isAny && tryTo(() => device().setItem(own, JSON.stringify([Date.now() + LEASE_MS, items, lost]))) !== null
  if (!isSaved) tryTo(() => device().removeItem(own))
  return isSaved ? items : []
}

/** Whether another page has taken over the items of this page. */
export function isTaken(): boolean {
  return isSaved && tryTo(() => device().getItem(own)) === null
}

/** Takes over items of closed or sleeping pages; two pages never take over the same items. */
export function takeOver<T>(onItem: (item: T) => void, onLost: (lost: Lost) => void): void {
  const take = () => {
    for (const key of keysOf(QUEUE_PREFIX)) {
      const [until, items, lost = []] = tryTo(() => JSON.parse(device().getItem(key)!)) ?? [0, []]
      // Far in the future: the clock was set back.
      if (key === own || Math.abs(until - Date.now()) < LEASE_MS) continue
      device().removeItem(key)
      items.forEach(onItem)
      lost.forEach(onLost)
    }
  }
  // The lock is held for an instant only: a page with a lock cannot enter the back-forward cache.
  if (navigator.locks) void navigator.locks.request(QUEUE_PREFIX, take).catch(() => {})
  else take()
}
