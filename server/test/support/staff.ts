import { randomUUID } from 'node:crypto'
import type { StaffRole } from '@bx/contracts/endpoints/staff'
import { randomToken, sha256 } from '../../src/lib/ids.ts'
import { sessionCookie } from '../../src/serve/access.ts'
import type { TestDatabase } from './database.ts'

/** The cookie header of somebody signed in with that role, made in the tables: signing in takes 0.2 s of scrypt. */
export async function cookieOf({ owner }: TestDatabase, role: StaffRole): Promise<string> {
  const [email, token] = [`${role}-${randomUUID()}@example.com`, randomToken()]
  await owner`insert into staff_users (email, name, role, password_hash) values (${email}, ${role}, ${role}, 'none')`
  await owner`insert into staff_sessions (token_hash, email, expires_at)
    values (${sha256(token)}, ${email}, now() + interval '1 hour')`
  return `${sessionCookie(false)}=${token}`
}
