import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listOwnSessions } from '@bx/contracts/endpoints/ownAccount'
import { FIRST_SIGN_IN_RULES, type SignInRules } from '@bx/contracts/endpoints/signInRules'
import type { StaffMember } from '@bx/contracts/endpoints/staff'
import { AppError } from '../lib/errors.ts'
import { randomToken, sha256 } from '../lib/ids.ts'
import { audit } from '../ops/audit.ts'
import type { Fragment, Sql, Tx } from '../store/db.ts'

// Sessions: random tokens of which only the hash is kept. A session ends by sign-out, by an admin, when its account is
// reset, and by time: idle for too long, or too old.

/** Somebody signed in. */
export interface Member extends StaffMember {
  readonly sessionId: string
  readonly hasSecondFactor: boolean
  /** What has to be done before anything else is allowed. */
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
  await tx`
    insert into staff_sessions (token_hash, email, agent, network, expires_at)
    values (${sha256(token)}, ${email}, ${agent}, ${network}, now() + ${rule(tx, 'session_hours')}::int * interval '1 hour')`
  await tx`delete from staff_sessions s where not (${isOpen(tx)})`
  return token
}

/**
 * Whose session this is; null when it does not exist, has ended, or the account is disabled.
 * @param isActive a person did something: the session is not idle
 */
export async function memberOf(sql: Sql, token: string, isActive: boolean): Promise<Member | null> {
  const [row] = await sql<
    (StaffMember & {
      sessionId: string
      rested: boolean
      oneTime: boolean
      hasSecondFactor: boolean
      required: string
    })[]
  >`
    select u.email, u.name, u.role, s.session_id as "sessionId", s.last_seen_at < now() - interval '1 minute' as rested,
      u.one_time_until is not null as "oneTime", f.confirmed_at is not null as "hasSecondFactor",
      ${rule(sql, 'require_second_factor')} as required
    from staff_sessions s join staff_users u using (email) left join staff_second_factors f using (email)
    where s.token_hash = ${sha256(token)} and ${isOpen(sql)} and u.disabled_at is null`
  if (row === undefined) return null
  if (isActive && row.rested)
    await sql`update staff_sessions set last_seen_at = now() where token_hash = ${sha256(token)}`
  const { email, name, role, sessionId, hasSecondFactor } = row
  const isRequired = row.required === 'all' || (row.required === 'admins' && role === 'admin')
  const must = row.oneTime ? 'change_password' : isRequired && !hasSecondFactor ? 'enrol_second_factor' : null
  return { email, name, role, sessionId, hasSecondFactor, must }
}

/** Open sessions of a person, last used first. */
export async function listSessions(
  sql: Sql,
  email: string,
  current: string,
): Promise<Answer<typeof listOwnSessions>['data']> {
  const rows = await sql<
    { session_id: string; created_at: Date; last_seen_at: Date; ends_at: Date; agent: string; network: string }[]
  >`
    select session_id, created_at, last_seen_at, agent, network, least(s.expires_at, s.last_seen_at + ${idle(sql)}) as ends_at
    from staff_sessions s where email = ${email} and ${isOpen(sql)} order by last_seen_at desc, created_at desc`
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    ends_at: row.ends_at.toISOString(),
    is_current: row.session_id === current,
  }))
}

/** Ends one session (its id), all, or all but one of a person. Throws unknown_session. */
export async function endSessions(
  sql: Sql,
  actor: string,
  email: string,
  which: { readonly one?: string; readonly but?: string },
): Promise<number> {
  return sql.begin(async (tx) => {
    const ended = await tx`
      delete from staff_sessions s where email = ${email} and ${isOpen(tx)}
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
export function isOpen(sql: Sql | Tx): Fragment {
  return sql`s.expires_at > now() and s.last_seen_at > now() - ${idle(sql)}`
}

function idle(sql: Sql | Tx): Fragment {
  return sql`${rule(sql, 'session_idle_minutes')}::int * interval '1 minute'`
}

function rule(sql: Sql | Tx, name: keyof SignInRules): Fragment {
  return sql`coalesce((select value ->> ${name} from current_settings where name = 'sign_in'), ${String(FIRST_SIGN_IN_RULES[name])})`
}
