import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type HashCaller, scryptPool } from './scryptPool.ts'

/** OWASP's figures for scrypt (2024): N = 2^16, r = 8, p = 2 take about 0.2 s here and 64 MiB. */
const COST = { N: 2 ** 16, r: 8, p: 2 }
const KEY_BYTES = 32

/** At most 2 concurrent hashes in a process; one network may use half of the queue. */
const derive = scryptPool({ threads: 2, maxWaiting: 64, maxWaitingPerNetwork: 32 })

/** The hash with its salt and cost in one string. Throws sign_in_busy. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive({ password: password.normalize('NFKC'), salt, ...COST })
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** Whether a password has this hash; an unreadable hash matches nothing. Throws sign_in_busy. */
export async function verifyPassword(password: string, stored: string, caller?: HashCaller): Promise<boolean> {
  const [, N, r, p, salt, hash] = stored.split('$')
  if (salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64')
  if (expected.length !== KEY_BYTES) return false
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const job = { password: password.normalize('NFKC'), salt: Buffer.from(salt, 'base64'), ...cost }
  return timingSafeEqual(await derive(job, caller), expected)
}
