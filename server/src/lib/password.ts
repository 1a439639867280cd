import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
/** OWASP's figures for scrypt (2024): N = 2^16, r = 8, p = 2 take about 0.2 s here and 64 MiB. */
const COST = { N: 2 ** 16, r: 8, p: 2, maxmem: 256 * 1_048_576 }

/** The hash with its salt and cost in one string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password.normalize('NFKC'), salt, 32, COST)
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64')}$${hash.toString('base64')}`
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, n, r, p, salt, hash] = stored.split('$')
  const options = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem }
  const derived = await derive(password.normalize('NFKC'), Buffer.from(salt!, 'base64'), 32, options)
  return timingSafeEqual(derived, Buffer.from(hash!, 'base64'))
}
