import type { Sql } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { hashPassword, verifyPassword } from '../lib/password.ts'
import { audit } from './audit.ts'
import { refuseWeakPassword } from './passwordRules.ts'
import type { SignInLimits } from './signInLimits.ts'

export interface OwnAccount {
  readonly sql: Sql
  readonly limits: SignInLimits
}

/** Checks the current password of a signed-in person. Throws wrong_password, too_many_requests. */
export async function proveOwnPassword({ sql, limits }: OwnAccount, email: string, password: string): Promise<string> {
  await limits.admitOwnPassword(email)
  const [user] = await sql<{ hash: string }[]>`select password_hash as hash from staff_users where email = ${email}`
  if (!(await verifyPassword(password, user!.hash)))
    throw new AppError('wrong_password', {
      details: [{ field: 'current_password', message: 'This is not your password.' }],
    })
  await limits.giveBackOwnPassword(sql, email)
  return user!.hash
}

/** Replaces one's own password and ends every other session. Throws wrong_password, weak_password. */
export async function changeOwnPassword(
  context: OwnAccount,
  member: { readonly email: string; readonly sessionId: string },
  passwords: { readonly current_password: string; readonly new_password: string },
): Promise<void> {
  const { email, sessionId } = member
  const before = await proveOwnPassword(context, email, passwords.current_password)
  refuseWeakPassword(passwords.new_password, email)
  if (passwords.new_password === passwords.current_password)
    throw new AppError('weak_password', {
      details: [{ field: 'new_password', message: 'Choose a password other than the current one.' }],
    })
  const hash = await hashPassword(passwords.new_password)
  await context.sql.begin(async (tx) => {
    const changed = await tx`update staff_users set password_hash = ${hash}, one_time_until = null
      where email = ${email} and password_hash = ${before} returning 1`
    if (changed.length === 0) throw new AppError('wrong_password')
    await tx`delete from staff_sessions where email = ${email} and session_id <> ${sessionId}`
    await audit(tx, { actor: email, action: 'changePassword', target: email })
  })
}
