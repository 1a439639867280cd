import type { Answer, Body } from '@bx/contracts/endpoints/endpoint'
import type { StaffRole } from '@bx/contracts/endpoints/staff'
import type { createStaff, listStaff, updateStaff } from '@bx/contracts/endpoints/staffAccounts'
import { AppError } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import { hashPassword } from '../lib/password.ts'
import type { Sql, Tx } from '../store/db.ts'
import { audit } from './audit.ts'

// Staff accounts as admins keep them. Nobody changes their own account, and one active admin always remains.

type Account = Answer<typeof listStaff>['data'][number]

export async function listAccounts(sql: Sql | Tx, email?: string): Promise<Account[]> {
  const rows = await sql<
    { email: string; name: string; role: StaffRole; created_at: Date; disabled_at: Date | null }[]
  >`
    select email, name, role, created_at, disabled_at from staff_users
    ${email === undefined ? sql`` : sql`where email = ${email}`}
    order by disabled_at is not null, name, email`
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    disabled_at: row.disabled_at?.toISOString() ?? null,
  }))
}

/** Creates an account with a password of its own, which is returned once. */
export async function addAccount(
  sql: Sql,
  actor: string,
  body: Body<typeof createStaff>,
): Promise<{ email: string; password: string }> {
  const email = body.email.toLowerCase()
  const password = randomToken(15)
  const hash = await hashPassword(password)
  await sql.begin(async (tx) => {
    const made = await tx`
      insert into staff_users (email, name, role, password_hash) values (${email}, ${body.name}, ${body.role}, ${hash})
      on conflict (email) do nothing returning 1`
    if (made.length === 0) throw new AppError('already_exists', { details: { email } })
    await audit(tx, { actor, action: 'createStaff', target: email, details: { role: body.role } })
  })
  return { email, password }
}

/** Changes role or activity. Throws unknown_staff, own_account or last_admin. */
export async function changeAccount(
  sql: Sql,
  actor: string,
  address: string,
  change: Body<typeof updateStaff>,
): Promise<Account> {
  const email = address.toLowerCase()
  if (email === actor) throw new AppError('own_account')
  return sql.begin(async (tx) => {
    // All admins are locked, in one order: two admins who demote each other at the same time may not both succeed.
    const admins = await tx<{ email: string }[]>`
      select email from staff_users where role = 'admin' and disabled_at is null order by email for update`
    if (!admins.some((admin) => admin.email === actor)) throw new AppError('forbidden')
    const [before] = await listAccounts(tx, email)
    if (before === undefined) throw new AppError('unknown_staff', { details: { email } })
    const losesAdmin = (change.role !== undefined && change.role !== 'admin') || change.active === false
    if (losesAdmin && admins.every((admin) => admin.email === email)) throw new AppError('last_admin')
    await tx`
      update staff_users set role = coalesce(${change.role ?? null}, role),
        disabled_at = case ${change.active ?? null}::boolean
          when true then null when false then coalesce(disabled_at, now()) else disabled_at end
      where email = ${email}`
    if (change.active === false) await tx`delete from staff_sessions where email = ${email}`
    const details = { before: { role: before.role, active: before.disabled_at === null }, after: change }
    await audit(tx, { actor, action: 'updateStaff', target: email, details })
    return (await listAccounts(tx, email))[0]!
  })
}
