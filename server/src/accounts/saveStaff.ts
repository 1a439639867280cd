import type { StaffRole } from '@bx/contracts/endpoints/permissions'
import type { Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import { hashPassword, verifyPassword } from '../lib/password.ts'
import { audit } from './audit.ts'
import { refuseWeakPassword } from './passwordRules.ts'
import { dropSecondFactor } from './secondFactor.ts'

// Creates accounts on the command line, and sets passwords of other people.

/** How long a one-time password works. */
export const ONE_TIME_DAYS = 7

export interface NewStaff {
  readonly email: string
  readonly name: string
  readonly role: StaffRole
  /** null: a one-time password is created and returned. */
  readonly password: string | null
}

/**
 * Creates a staff account, or sets name, role and password of an existing one, and ends its sessions. Throws
 * weak_password.
 */
export async function saveStaff(
  sql: Sql,
  actor: string,
  staff: NewStaff,
): Promise<{ email: string; password: string }> {
  const email = staff.email.trim().toLowerCase()
  const made = await newPassword(sql, email, staff.password)
  await sql.begin(async (tx) => {
    await tx`
      insert into staff_users (email, name, role, password_hash) values (${email}, ${staff.name}, ${staff.role}, ${made.hash})
      on conflict (email) do update
      set name = excluded.name, role = excluded.role, disabled_at = null`
    await replacePassword(tx, email, made)
    await audit(tx, {
      actor,
      action: 'saveStaff',
      target: email,
      details: { role: staff.role, one_time: made.isOneTime },
    })
  })
  return { email, password: made.password }
}

/** Sets a password of an existing account and ends its sessions. Throws unknown_staff, weak_password. */
export async function resetPassword(
  sql: Sql,
  actor: string,
  address: string,
  password: string | null = null,
): Promise<{ email: string; password: string }> {
  const email = address.trim().toLowerCase()
  const made = await newPassword(sql, email, password)
  await sql.begin(async (tx) => {
    if (!(await replacePassword(tx, email, made))) throw new AppError('unknown_staff', { details: { email } })
    await audit(tx, { actor, action: 'resetStaffPassword', target: email, details: { one_time: made.isOneTime } })
  })
  return { email, password: made.password }
}

/** Removes a second factor and ends the sessions. Throws unknown_staff; false if there was none. */
export async function resetSecondFactor(sql: Sql, actor: string, address: string): Promise<boolean> {
  const email = address.trim().toLowerCase()
  return sql.begin(async (tx) => {
    const known = await tx`select 1 from staff_users where email = ${email} for update`
    if (known.length === 0) throw new AppError('unknown_staff', { details: { email } })
    const removed = await dropSecondFactor(tx, email)
    if (removed) await tx`delete from staff_sessions where email = ${email}`
    await audit(tx, { actor, action: 'resetStaffSecondFactor', target: email, details: { removed } })
    return removed
  })
}

export interface MadePassword {
  readonly password: string
  readonly hash: string
  readonly isOneTime: boolean
}

/** A one-time password. */
export async function oneTimePassword(): Promise<MadePassword> {
  const password = randomToken(15)
  return { password, hash: await hashPassword(password), isOneTime: true }
}

async function newPassword(sql: Sql, email: string, password: string | null): Promise<MadePassword> {
  if (password === null) return oneTimePassword()
  refuseWeakPassword(password, email, 'password')
  const [user] = await sql<{ hash: string }[]>`select password_hash as hash from staff_users where email = ${email}`
  if (user && (await verifyPassword(password, user.hash)))
    throw new AppError('weak_password', {
      details: [{ field: 'password', message: 'Choose a password other than the current one.' }],
    })
  return { password, hash: await hashPassword(password), isOneTime: false }
}

/** Ends sessions and forgets known browsers: anybody who had the old password may have used one. */
async function replacePassword(tx: Tx, email: string, made: MadePassword): Promise<boolean> {
  const changed = await tx`
    update staff_users set password_hash = ${made.hash},
      one_time_until = case when ${made.isOneTime} then now() + ${ONE_TIME_DAYS} * interval '1 day' end
    where email = ${email} returning 1`
  await tx`delete from staff_sessions where email = ${email}`
  await tx`delete from staff_devices where email = ${email}`
  return changed.length > 0
}
