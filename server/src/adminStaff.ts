import { text } from 'node:stream/consumers'
import { STAFF_ROLES, type StaffRole } from '@bx/contracts/endpoints/permissions'
import { firstAdminNote, makeFirstAdminLink } from './accounts/firstAdmin.ts'
import { ONE_TIME_DAYS, resetPassword, resetSecondFactor, saveStaff } from './accounts/saveStaff.ts'
import type { Sql } from './db/client.ts'

// The commands of `npm run admin` for staff. A password is never an argument: other users of the machine could read it.

export const STAFF_HELP = `  first-admin                                    print a new one-time link that creates the first administrator
  create-staff --email E --name N --role ROLE [--password-stdin]   a new account, or an old one with a new password
  reset-password --email E [--password-stdin]    a new password; the person's sessions end
  reset-second-factor --email E                  remove authenticator app and recovery codes; the person's sessions end
                                                 (a password comes from standard input, or a one-time password is printed)`

export interface StaffCommand {
  readonly actor: string
  /** A required option. */
  readonly needed: (option: 'email' | 'name' | 'role') => string
  readonly oneOf: (allowed: readonly string[], value: string) => string
  readonly fromStdin: boolean
  /** Where people open the dashboards. */
  readonly url: string
}

export const STAFF_COMMANDS: Readonly<Record<string, (sql: Sql, command: StaffCommand) => Promise<void>>> = {
  async 'first-admin'(sql, { url }) {
    const link = await makeFirstAdminLink(sql, url)
    if (link === null)
      throw new Error('There is an administrator already. Ask them for an account, or use create-staff.')
    console.log(firstAdminNote(link))
  },
  async 'create-staff'(sql, { actor, needed, oneOf, fromStdin }) {
    const role = oneOf(STAFF_ROLES, needed('role')) as StaffRole
    const given = await givenPassword(fromStdin)
    const staff = { email: needed('email'), name: needed('name'), role, password: given }
    const { email, password } = await saveStaff(sql, actor, staff)
    console.log(`${email} may sign in as ${role}.`)
    if (given === null) showOneTime(password)
  },
  async 'reset-password'(sql, { actor, needed, fromStdin }) {
    const given = await givenPassword(fromStdin)
    const { email, password } = await resetPassword(sql, actor, needed('email'), given)
    console.log(`${email} has a new password. All their sessions have ended.`)
    if (given === null) showOneTime(password)
  },
  async 'reset-second-factor'(sql, { actor, needed }) {
    const removed = await resetSecondFactor(sql, actor, needed('email'))
    console.log(removed ? 'Removed. All their sessions have ended.' : 'This account has no second factor.')
  },
}

/** The first line of standard input; null: create a one-time password. */
async function givenPassword(fromStdin: boolean): Promise<string | null> {
  return fromStdin ? (await text(process.stdin)).split(/\r?\n/)[0]! : null
}

function showOneTime(password: string): void {
  console.log(
    `One-time password: ${password}\nIt works for ${ONE_TIME_DAYS} days and must be changed after signing in.`,
  )
}
