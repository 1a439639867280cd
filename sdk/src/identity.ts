// Who is looking: the SHA-256 of the app's user id, or a random first-party id for visitors, kept only after consent.

const VISITOR_KEY = 'bx.visitor'
const SESSION_KEY = 'bx.session'
/** A session ends after this long without an event. */
const SESSION_IDLE_MS = 30 * 60_000

export async function hashUserId(userId: string): Promise<string> {
  if (/^[0-9a-f]{64}$/i.test(userId)) return userId.toLowerCase()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(userId))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function visitorId(): string {
  const kept = read(localStorage, VISITOR_KEY)
  if (kept !== null) return kept
  const id = crypto.randomUUID()
  write(localStorage, VISITOR_KEY, id)
  return id
}

export function sessionId(now: number): string {
  const [id, usedAt] = (read(sessionStorage, SESSION_KEY) ?? '').split(' ')
  const current = id && now - Number(usedAt) < SESSION_IDLE_MS ? id : crypto.randomUUID()
  write(sessionStorage, SESSION_KEY, `${current} ${now}`)
  return current
}

export function forget(): void {
  for (const [storage, key] of [
    [localStorage, VISITOR_KEY],
    [sessionStorage, SESSION_KEY],
  ] as const) {
    try {
      storage.removeItem(key)
    } catch {
      // Storage is switched off: then nothing was kept either.
    }
  }
}

function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key)
  } catch {
    return null
  }
}

function write(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value)
  } catch {
    // Private mode or full: the id lives as long as the page.
  }
}
