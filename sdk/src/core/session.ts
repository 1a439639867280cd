import { randomId } from './ids.ts'

export interface Store {
  get(key: string): string | null
  set(key: string, value: string): void
}

export const SESSION_KEY = 'bx.session'
/** A session ends after this long without an event. */
const IDLE_MS = 1_800_000

/** The id of the current session, or a new one. All tabs of an origin share it, as people understand a visit. A session
 * belongs to one person, identified by `person`. */
export function sessionId(store: Store, deviceNow: number, person: string): string {
  const [id, usedAt, whose] = (store.get(SESSION_KEY) ?? '').split(' ')
  // abs: a clock that was set back must not extend a session for hours.
  const isCurrent = id && whose === person && Math.abs(deviceNow - Number(usedAt)) < IDLE_MS
  const current = isCurrent ? id : randomId()
  store.set(SESSION_KEY, `${current} ${deviceNow} ${person}`)
  return current
}

/** Identifies persons on their own device without storing the app's id there. */
export function personTag(userId: string): string {
  let tag = 0
  for (const character of userId) tag = (tag * 31 + character.codePointAt(0)!) | 0
  return `${tag}`
}
