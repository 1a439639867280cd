import type { Body } from '@bx/contracts/endpoints/endpoint'
import { rolesWith } from '@bx/contracts/endpoints/permissions'
import type { createFirstAdmin, StaffMember } from '@bx/contracts/endpoints/staff'
import type { Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken, sha256 } from '../lib/ids.ts'
import { hashPassword } from '../lib/password.ts'
import { audit } from './audit.ts'
import { refuseWeakPassword } from './passwordRules.ts'
import { openSession } from './sessions.ts'
import { rememberBrowser } from './signIn.ts'

// The first administrator comes from a link that only somebody with access to the server's console can read (decision
// 0036). The database stores the hash of its token.

/** How long a link works. */
export const FIRST_ADMIN_HOURS = 24

/** One at a time, so that two links cannot create two administrators. */
const LOCK = 'first administrator'

/** The address of a new link; null if there is an administrator. Needs the owner's login. */
export async function makeFirstAdminLink(owner: Sql, url: string): Promise<string | null> {
  if (await hasAdmin(owner)) return null
  const token = randomToken()
  await owner.begin(async (tx) => {
    await tx`delete from first_admin_links where expires_at <= now()`
    await tx`insert into first_admin_links (token_hash, expires_at)
      values (${sha256(token)}, now() + ${FIRST_ADMIN_HOURS}::int * interval '1 hour')`
  })
  // In the fragment: browsers send it to no server, so it is in no access log.
  return `${url.replace(/\/$/, '')}/first-admin/#${token}`
}

/** What the console prints. */
export function firstAdminNote(link: string): string {
  return `
  There is no administrator yet. Open this link within ${FIRST_ADMIN_HOURS} hours to create the first one; it works once:

  ${link}
`
}

/** Whether an active account may create other accounts. */
export async function hasAdmin(sql: Sql | Tx): Promise<boolean> {
  const rows = await sql`
    select 1 from staff_users where role = any(${[...rolesWith('manage_staff')]}) and disabled_at is null limit 1`
  return rows.length > 0
}

export interface FirstSignIn {
  readonly member: StaffMember
  /** Token of the session. */
  readonly token: string
  readonly device: string
}

/** Creates the first administrator and signs them in. Throws first_admin_link_invalid, weak_password, already_exists. */
export async function claimFirstAdmin(
  sql: Sql,
  body: Body<typeof createFirstAdmin>,
  client: { readonly agent: string; readonly network: string },
): Promise<FirstSignIn> {
  const [email, tokenHash] = [body.email.toLowerCase(), sha256(body.token)]
  // Checked before the slow hash, which nobody without a link may cause.
  if (!(await isUsable(sql, tokenHash))) throw new AppError('first_admin_link_invalid')
  refuseWeakPassword(body.password, email, 'password')
  const hash = await hashPassword(body.password)
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`
    if (!(await isUsable(tx, tokenHash))) throw new AppError('first_admin_link_invalid')
    const made = await tx`
      insert into staff_users (email, name, role, password_hash) values (${email}, ${body.name}, 'admin', ${hash})
      on conflict (email) do nothing returning 1`
    if (made.length === 0) throw new AppError('already_exists', { details: { email } })
    await tx`delete from first_admin_links`
    await audit(tx, { actor: email, action: 'createFirstAdmin', target: email })
    return {
      member: { email, name: body.name, role: 'admin' as const },
      token: await openSession(tx, { email, ...client }),
      device: await rememberBrowser(tx, email, null),
    }
  })
}

async function isUsable(sql: Sql | Tx, tokenHash: Buffer): Promise<boolean> {
  const found = await sql`select 1 from first_admin_links where token_hash = ${tokenHash} and expires_at > now()`
  return found.length > 0 && !(await hasAdmin(sql))
}
