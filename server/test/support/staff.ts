import { randomBytes, randomUUID, scryptSync } from 'node:crypto'
import type { StaffRole } from '@bx/contracts/endpoints/permissions'
import { randomToken, sha256 } from '../../src/lib/ids.ts'
import { sessionCookie } from '../../src/serve/access.ts'
import type { TestDatabase } from './database.ts'

/** The cookie header of a session with that role, inserted into the tables, because signing in takes 0.2 s of scrypt. */
export async function cookieOf({ owner }: TestDatabase, role: StaffRole): Promise<string> {
  const [email, token] = [`${role}-${randomUUID()}@example.com`, randomToken()]
  await owner`insert into staff_users (email, name, role, password_hash) values (${email}, ${role}, ${role}, 'none')`
  await owner`insert into staff_sessions (token_hash, email, expires_at)
    values (${sha256(token)}, ${email}, now() + interval '1 hour')`
  return `${sessionCookie(false)}=${token}`
}

/** An account whose password is verified quickly: its hash has a low cost. */
export async function addPerson(
  { owner }: TestDatabase,
  email: string,
  role: StaffRole,
  password: string,
): Promise<void> {
  const [N, r, p, salt] = [2 ** 10, 8, 1, randomBytes(16)]
  const hash = scryptSync(password.normalize('NFKC'), salt, 32, { N, r, p })
  const stored = `scrypt$${N}$${r}$${p}$${salt.toString('base64')}$${hash.toString('base64')}`
  await owner`insert into staff_users (email, name, role, password_hash) values (${email}, ${email.split('@')[0]!}, ${role}, ${stored})`
}
