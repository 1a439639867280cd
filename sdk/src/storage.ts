import { SESSION_KEY, type Store } from './core/session.ts'

/** localStorage; where it is switched off or full, what was set lives as long as the page. */
export function createStore(): Store & { remove(key: string): void } {
  const memory = new Map<string, string>()
  // The mere mention of localStorage throws where cookies are blocked.
  const quietly = <R>(work: () => R): R | null => {
    try {
      return work()
    } catch {
      return null
    }
  }
  return {
    get: (key) => memory.get(key) ?? quietly(() => localStorage.getItem(key)),
    set(key, value) {
      memory.delete(key)
      if (quietly(() => localStorage.setItem(key, value)) === null) memory.set(key, value)
    },
    remove(key) {
      memory.delete(key)
      quietly(() => localStorage.removeItem(key))
    },
  }
}

export const VISITOR_KEY = 'bx.visitor'
export const OUR_KEYS = [VISITOR_KEY, SESSION_KEY] as const
