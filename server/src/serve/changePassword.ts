import { AppError } from '../lib/errors.ts'
import { sha256 } from '../lib/ids.ts'
import { hashPassword, verifyPassword } from '../lib/password.ts'
import { audit } from '../ops/audit.ts'
import type { Sql } from '../store/db.ts'

/** Replaces one's own password and ends every session but the one that asks. Throws wrong_password. */
export async function changeOwnPassword(
  sql: Sql,
  email: string,
  token: string,
  passwords: { readonly current_password: string; readonly new_password: string },
): Promise<void> {
  const [user] = await sql<{ hash: string }[]>`select password_hash as hash from staff_users where email = ${email}`
  if (!(await verifyPassword(passwords.current_password, user!.hash))) throw new AppError('wrong_password')
  const hash = await hashPassword(passwords.new_password)
  await sql.begin(async (tx) => {
    const changed = await tx`update staff_users set password_hash = ${hash}
      where email = ${email} and password_hash = ${user!.hash} returning 1`
    if (changed.length === 0) throw new AppError('wrong_password')
    await tx`delete from staff_sessions where email = ${email} and token_hash <> ${sha256(token)}`
    await audit(tx, { actor: email, action: 'changePassword', target: email })
  })
}
