// The person: the SHA-256 of the app's user id, or a random first-party id for visitors. Used after consent only.
import { randomId, toHex } from './core/ids.ts'
import { personTag, type Store } from './core/session.ts'
import { MEMBER_KEY, VISITOR_KEY } from './storage.ts'

/** SHA-256 of the UTF-8 text, in hex. */
export type Sha256 = (text: string) => string | Promise<string>

export async function findId(userId: string, store: Store, sha256: Sha256 = digest): Promise<string> {
  if (!userId) return visitorId(store)
  try {
    return /^[0-9a-f]{64}$/i.test(userId) ? userId : await sha256(userId)
  } catch {
    // Plain http pages have no crypto.subtle. The app's id must not leave the page unhashed, so a visitor is counted.
    return visitorId(store)
  }
}

async function digest(userId: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(userId))))
}

/** The visitor that this member was. Only for the first member of a device: no other member was that visitor. */
export function visitorOf(userId: string, store: Store): string | null {
  const tag = personTag(userId)
  const first = store.get(MEMBER_KEY) ?? tag
  store.set(MEMBER_KEY, first)
  return first === tag ? store.get(VISITOR_KEY) : null
}

function visitorId(store: Store): string {
  const id = store.get(VISITOR_KEY) ?? randomId()
  store.set(VISITOR_KEY, id)
  return id
}
