import type { Answer, Body } from '@bx/contracts/endpoints/endpoint'
import { permissionsOf, rolesWith, type StaffRole } from '@bx/contracts/endpoints/permissions'
import type { createStaff, listStaff, updateStaff } from '@bx/contracts/endpoints/staffAccounts'
import type { Sql, Tx } from '../db/client.ts'
import { refuseStale } from '../db/refuseStale.ts'
import { AppError } from '../lib/errors.ts'
import { versionOf } from '../lib/versionOf.ts'
import { SIGN_IN } from '../settings/registry.ts'
import { currentValue } from '../settings/setting.ts'
import { audit } from './audit.ts'
import { ONE_TIME_DAYS, oneTimePassword } from './saveStaff.ts'
import { isOpen } from './sessions.ts'

// Staff accounts, managed by admins. Nobody changes their own account, and one active admin always remains.

type Account = Answer<typeof listStaff>['data'][number]

interface Row {
  readonly email: string
  readonly name: string
  readonly role: StaffRole
  readonly created_at: Date
  readonly disabled_at: Date | null
  readonly second_factor: boolean
  readonly must_change_password: boolean
  readonly sessions: number
}

export async function listAccounts(sql: Sql | Tx, email?: string): Promise<Account[]> {
  const rules = await currentValue(sql, SIGN_IN)
  const rows = await sql<Row[]>`
    select u.email, u.name, u.role, u.created_at, u.disabled_at, f.confirmed_at is not null as second_factor,
      u.one_time_until is not null as must_change_password,
      (select count(*) from staff_sessions s where s.email = u.email and u.disabled_at is null and ${isOpen(sql, rules)}) as sessions
    from staff_users u left join staff_second_factors f using (email)
    ${email === undefined ? sql`` : sql`where u.email = ${email}`}
    order by u.disabled_at is not null, u.name, u.email`
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    disabled_at: row.disabled_at?.toISOString() ?? null,
    version: versionOf(shownOf(row)),
  }))
}

/** Creates an account with a one-time password, which is returned once. */
export async function addAccount(
  sql: Sql,
  actor: string,
  body: Body<typeof createStaff>,
): Promise<{ email: string; password: string }> {
  const email = body.email.toLowerCase()
  const { password, hash } = await oneTimePassword()
  await sql.begin(async (tx) => {
    const made = await tx`
      insert into staff_users (email, name, role, password_hash, one_time_until)
      values (${email}, ${body.name}, ${body.role}, ${hash}, now() + ${ONE_TIME_DAYS} * interval '1 day')
      on conflict (email) do nothing returning 1`
    if (made.length === 0) throw new AppError('already_exists', { details: { email } })
    await audit(tx, { actor, action: 'createStaff', target: email, details: { role: body.role } })
  })
  return { email, password }
}

/**
 * Changes role or `active`; either ends the person's sessions. Throws unknown_staff, own_account, last_admin,
 * changed_meanwhile.
 */
export async function changeAccount(
  sql: Sql,
  actor: string,
  address: string,
  { version, ...change }: Body<typeof updateStaff>,
): Promise<Account> {
  const email = otherThan(actor, address)
  return sql.begin(async (tx) => {
    // Locks all admins in one order: two admins who demote each other at the same time must not both succeed.
    const admins = await tx<{ email: string }[]>`
      select email from staff_users where role = any(${[...rolesWith('manage_staff')]}) and disabled_at is null
      order by email for update`
    if (!admins.some((admin) => admin.email === actor)) throw new AppError('forbidden')
    await tx`select 1 from staff_users where email = ${email} for update`
    const [before] = await listAccounts(tx, email)
    if (before === undefined) throw new AppError('unknown_staff', { details: { email } })
    await refuseStale(tx, version, { version: before.version, target: email, current: shownOf(before) })
    const losesAdmin =
      change.active === false || (change.role !== undefined && !permissionsOf(change.role).has('manage_staff'))
    if (losesAdmin && admins.every((admin) => admin.email === email)) throw new AppError('last_admin')
    await tx`
      update staff_users set role = coalesce(${change.role ?? null}, role),
        disabled_at = case ${change.active ?? null}::boolean
          when true then null when false then coalesce(disabled_at, now()) else disabled_at end
      where email = ${email}`
    const hasOtherRole = change.role !== undefined && change.role !== before.role
    if (change.active === false || hasOtherRole) await tx`delete from staff_sessions where email = ${email}`
    const details = { before: { role: before.role, active: before.disabled_at === null }, after: change }
    await audit(tx, { actor, action: 'updateStaff', target: email, details })
    return (await listAccounts(tx, email))[0]!
  })
}

/** The address of another person's account. Throws own_account. */
export function otherThan(actor: string, address: string): string {
  const email = address.toLowerCase()
  if (email === actor) throw new AppError('own_account')
  return email
}

/** Throws unknown_staff. */
export async function knownAccount(sql: Sql, address: string): Promise<string> {
  const email = address.toLowerCase()
  const known = await sql`select 1 from staff_users where email = ${email}`
  if (known.length === 0) throw new AppError('unknown_staff', { details: { email } })
  return email
}

/** The fields that a form shows and changes. */
function shownOf({
  name,
  role,
  disabled_at,
}: {
  readonly name: string
  readonly role: StaffRole
  readonly disabled_at: unknown
}) {
  return { name, role, active: disabled_at === null }
}
