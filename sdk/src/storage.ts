import { randomId } from './core/ids.ts'
import type { Store } from './core/session.ts'

const PREFIX = 'bx.'
export const VISITOR_KEY = `${PREFIX}visitor`
const QUEUE_PREFIX = `${PREFIX}queue.`
/** What a page left behind is its own for twice so long, renewed after each attempt; then another page may send it. */
const LEASE_MS = 10_000

/** Storage may be switched off or full, and its mere mention throws where cookies are blocked. */
function tryTo<R>(work: () => R): R | null {
  try {
    return work()
  } catch {
    return null
  }
}

/** localStorage, where it may be used; what it does not take, or may not know without consent, lives as long as the page. */
export function createStore(isPersistent: boolean): Store {
  const memory = new Map<string, string>()
  return {
    get: (key) => memory.get(key) ?? (isPersistent ? tryTo(() => localStorage.getItem(key)) : null),
    set(key, value) {
      memory.delete(key)
      if (!isPersistent || tryTo(() => localStorage.setItem(key, value)) === null) memory.set(key, value)
    },
  }
}

/** Leaves nothing of ours on the device. */
export function clearStorage(): void {
  for (const key of keysOf(PREFIX)) localStorage.removeItem(key)
}

function keysOf(prefix: string): string[] {
  return tryTo(() => Object.keys(localStorage))?.filter((key) => key.startsWith(prefix)) ?? []
}

/** What this page could not send, in localStorage until it or a later page has sent it. */
const own = QUEUE_PREFIX + randomId()
let isSaved = false

/** Replaces what this page has kept; nothing removes it. Returns the items now kept. */
export function keep<T>(items: readonly T[]): readonly T[] {
  isSaved =
    !!items[0] && tryTo(() => localStorage.setItem(own, JSON.stringify([Date.now() + LEASE_MS, items]))) !== null
  if (!isSaved) tryTo(() => localStorage.removeItem(own))
  return isSaved ? items : []
}

/** Whether another page has taken what this one kept. */
export function isTaken(): boolean {
  return isSaved && tryTo(() => localStorage.getItem(own)) === null
}

/** Takes what pages left behind that are gone or asleep; two pages never take the same. */
export function takeOver<T>(onItem: (item: T) => void): void {
  const take = () => {
    for (const key of keysOf(QUEUE_PREFIX)) {
      const [until, items] = tryTo(() => JSON.parse(localStorage.getItem(key)!)) ?? [0, []]
      // Far ahead: the clock was set back.
      if (key === own || Math.abs(until - Date.now()) < LEASE_MS) continue
      localStorage.removeItem(key)
      items.forEach(onItem)
    }
  }
  // Held for an instant only: a page that holds a lock may not enter the back-forward cache.
  if (navigator.locks) void navigator.locks.request(QUEUE_PREFIX, take).catch(() => {})
  else take()
}
