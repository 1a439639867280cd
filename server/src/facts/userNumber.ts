import { isVisitorId } from '../lib/ids.ts'
import { HASH_SPACE } from '../reach/sketch.ts'

/** The 48 bits of a pseudonymised user id that carry no version: uniform, because the id is an HMAC. A visitor's have a 49th bit. */
export function userNumber(userId: string): number {
  const hash = Number.parseInt(userId.slice(0, 8) + userId.slice(9, 13), 16)
  return isVisitorId(userId) ? hash + HASH_SPACE : hash
}
