import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { StaffMember, StaffRole } from '@bx/contracts/endpoints/staff'
import { sha256, randomToken } from '../lib/ids.ts'
import type { Sql } from '../store/db.ts'

// Staff accounts and sessions: scrypt passwords, random session tokens of which only the hash is kept.

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
/** OWASP's figures for scrypt (2024): N = 2^16, r = 8, p = 2 take about 0.2 s here and 64 MiB. */
const COST = { N: 2 ** 16, r: 8, p: 2, maxmem: 256 * 1_048_576 }
const SESSION_HOURS = 12

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

// Compared with when nobody has the address, so that both failures take the same time.
let decoy: Promise<string> | undefined

/** A session token when address and password match, else null. */
export async function signIn(sql: Sql, email: string, password: string): Promise<{ token: string; member: StaffMember } | null> {
  const [user] = await sql<{ email: string; name: string; role: StaffRole; hash: string }[]>`
    select email, name, role, password_hash as hash from staff_users
    where email = ${email.trim().toLowerCase()} and disabled_at is null`
  decoy ??= hashPassword(randomToken())
  const matches = await verifyPassword(password, user?.hash ?? (await decoy))
  if (user === undefined || !matches) return null
  const token = randomToken()
  await sql`
    insert into staff_sessions (token_hash, email, expires_at)
    values (${sha256(token)}, ${user.email}, now() + ${SESSION_HOURS} * interval '1 hour')`
  await sql`delete from staff_sessions where expires_at < now()`
  return { token, member: { email: user.email, name: user.name, role: user.role } }
}

/** Whose session this is; null when it does not exist, has ended, or the account is disabled. */
export async function memberOf(sql: Sql, token: string): Promise<StaffMember | null> {
  const [member] = await sql<StaffMember[]>`
    select u.email, u.name, u.role from staff_sessions s join staff_users u using (email)
    where s.token_hash = ${sha256(token)} and s.expires_at > now() and u.disabled_at is null`
  return member ?? null
}

export async function signOut(sql: Sql, token: string): Promise<void> {
  await sql`delete from staff_sessions where token_hash = ${sha256(token)}`
}
