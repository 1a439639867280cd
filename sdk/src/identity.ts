// Who is looking: the SHA-256 of the app's user id, or a random first-party id for visitors. Asked for after consent only.
import { randomId, toHex } from './core/ids.ts'
import type { Store } from './core/session.ts'
import { VISITOR_KEY } from './storage.ts'

export async function identify(userId: string | undefined, store: Store): Promise<string> {
  if (!userId) return visitorId(store)
  try {
    return await hashUserId(userId)
  } catch {
    // Plain http pages have no crypto.subtle. The app's own id never leaves the page as it is: a visitor is counted.
    return visitorId(store)
  }
}

async function hashUserId(userId: string): Promise<string> {
  if (/^[0-9a-f]{64}$/i.test(userId)) return userId
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(userId))))
}

function visitorId(store: Store): string {
  const id = store.get(VISITOR_KEY) ?? randomId()
  store.set(VISITOR_KEY, id)
  return id
}
