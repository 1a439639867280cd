import type { StaffMember, StaffRole } from '@bx/contracts/endpoints/staff'
import { randomToken, sha256 } from '../lib/ids.ts'
import { hashPassword, verifyPassword } from '../lib/password.ts'
import type { Sql } from '../store/db.ts'

// Staff accounts and sessions: scrypt passwords, random session tokens of which only the hash is kept.

const SESSION_HOURS = 12

// Compared with when nobody has the address, so that both failures take the same time.
let decoy: Promise<string> | undefined

/** A session token when address and password match, else null. */
export async function signIn(
  sql: Sql,
  email: string,
  password: string,
): Promise<{ token: string; member: StaffMember } | null> {
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
