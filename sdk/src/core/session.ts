import { randomId } from './ids.ts'

export interface Store {
  get(key: string): string | null
  set(key: string, value: string): void
}

export const SESSION_KEY = 'bx.session'
/** A session ends after this long without an event. */
const IDLE_MS = 1_800_000

/** The running session's id, or a new one; shared by the tabs of one origin, as people know a visit. */
export function sessionId(store: Store, deviceNow: number): string {
  const [id, usedAt] = (store.get(SESSION_KEY) ?? '').split(' ')
  // abs: a clock that was set back must not keep a session alive for hours.
  const current = id && Math.abs(deviceNow - Number(usedAt)) < IDLE_MS ? id : randomId()
  store.set(SESSION_KEY, `${current} ${deviceNow}`)
  return current
}
