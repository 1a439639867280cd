import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listOwnSessions } from '@bx/contracts/endpoints/ownAccount'
import { type Permission, permissionsOf } from '@bx/contracts/endpoints/permissions'
import type { SignInRules } from '@bx/contracts/endpoints/signInRules'
import type { StaffMember } from '@bx/contracts/endpoints/staff'
import type { Fragment, Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken, sha256 } from '../lib/ids.ts'
import { SIGN_IN } from '../settings/registry.ts'
import { currentValue } from '../settings/setting.ts'
import { audit } from './audit.ts'

// Sessions are random tokens, of which only the hash is stored. A session ends by sign-out, by an admin, by a reset of
// its account, and by time: idle too long, or too old.

/** A person who is signed in. */
export interface Member extends StaffMember {
  /** Those of the role at the time of the request. */
  readonly permissions: ReadonlySet<Permission>
  readonly sessionId: string
  readonly hasSecondFactor: boolean
  /** What must be done before anything else is allowed. */
  readonly must: 'change_password' | 'enrol_second_factor' | null
}

export interface NewSession {
  readonly email: string
  readonly agent: string
  readonly network: string
}

/** Opens a session and returns its token. */
export async function openSession(tx: Tx, { email, agent, network }: NewSession): Promise<string> {
  const token = randomToken()
  const rules = await currentValue(tx, SIGN_IN)
  await tx`
    insert into staff_sessions (token_hash, email, agent, network, expires_at)
    values (${sha256(token)}, ${email}, ${agent}, ${network}, now() + ${rules.session_hours}::int * interval '1 hour')`
  await tx`delete from staff_sessions s where not (${isOpen(tx, rules)})`
  return token
}

/**
 * The person of a session; null if it does not exist, has ended, or the account is disabled.
 * @param isActive the request came from user activity: the session is not idle
 */
export async function memberOf(sql: Sql, token: string, isActive: boolean): Promise<Member | null> {
  const [rules, [row]] = await Promise.all([currentValue(sql, SIGN_IN), readSession(sql, token)])
  if (row === undefined || row.idleMinutes >= rules.session_idle_minutes) return null
  if (isActive && row.idleMinutes > 1)
    await sql`update staff_sessions set last_seen_at = now() where token_hash = ${sha256(token)}`
  const { email, name, role, sessionId, hasSecondFactor } = row
  const permissions = permissionsOf(role)
  const required = rules.require_second_factor
  const isRequired = required === 'all' || (required === 'admins' && permissions.has('manage_staff'))
  const must = row.oneTime ? 'change_password' : isRequired && !hasSecondFactor ? 'enrol_second_factor' : null
  return { email, name, role, permissions, sessionId, hasSecondFactor, must }
}

interface SessionRow extends StaffMember {
  readonly sessionId: string
  readonly idleMinutes: number
  readonly oneTime: boolean
  readonly hasSecondFactor: boolean
}

/** A session that is not too old, of an account that is not disabled. */
function readSession(sql: Sql, token: string) {
  return sql<SessionRow[]>`
    select u.email, u.name, u.role, s.session_id as "sessionId",
      (extract(epoch from now() - s.last_seen_at) / 60)::float8 as "idleMinutes",
      u.one_time_until is not null as "oneTime", f.confirmed_at is not null as "hasSecondFactor"
    from staff_sessions s join staff_users u using (email) left join staff_second_factors f using (email)
    where s.token_hash = ${sha256(token)} and s.expires_at > now() and u.disabled_at is null`
}

/** Open sessions of a person, last used first. */
export async function listSessions(
  sql: Sql,
  email: string,
  current: string,
): Promise<Answer<typeof listOwnSessions>['data']> {
  const rules = await currentValue(sql, SIGN_IN)
  const rows = await sql<
    { session_id: string; created_at: Date; last_seen_at: Date; ends_at: Date; agent: string; network: string }[]
  >`
    select session_id, created_at, last_seen_at, agent, network, least(s.expires_at, s.last_seen_at + ${idle(sql, rules)}) as ends_at
    from staff_sessions s where email = ${email} and ${isOpen(sql, rules)} order by last_seen_at desc, created_at desc`
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    ends_at: row.ends_at.toISOString(),
    is_current: row.session_id === current,
  }))
}

/** Ends one session (by id), all, or all but one of a person. Throws unknown_session. */
export async function endSessions(
  sql: Sql,
  actor: string,
  email: string,
  which: { readonly one?: string; readonly but?: string },
): Promise<number> {
  return sql.begin(async (tx) => {
    const rules = await currentValue(tx, SIGN_IN)
    const ended = await tx`
      delete from staff_sessions s where email = ${email} and ${isOpen(tx, rules)}
        ${which.one === undefined ? tx`` : tx`and session_id = ${which.one}`}
        ${which.but === undefined ? tx`` : tx`and session_id <> ${which.but}`}
      returning 1`
    if (which.one !== undefined && ended.length === 0) throw new AppError('unknown_session')
    await audit(tx, { actor, action: 'endSessions', target: email, details: { ended: ended.length } })
    return ended.length
  })
}

export async function signOut(sql: Sql, token: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [ended] = await tx<{ email: string }[]>`
      delete from staff_sessions where token_hash = ${sha256(token)} returning email`
    if (ended) await audit(tx, { actor: ended.email, action: 'staffLogout', target: ended.email })
  })
}

/** Whether the session `s` has not ended. */
export function isOpen(sql: Sql | Tx, rules: SignInRules): Fragment {
  return sql`s.expires_at > now() and s.last_seen_at > now() - ${idle(sql, rules)}`
}

function idle(sql: Sql | Tx, rules: SignInRules): Fragment {
  return sql`${rules.session_idle_minutes}::int * interval '1 minute'`
}
