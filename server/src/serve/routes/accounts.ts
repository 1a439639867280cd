import { readSignInRules, writeSignInRules } from '@bx/contracts/endpoints/signInRules'
import * as staffAccounts from '@bx/contracts/endpoints/staffAccounts'
import { resetPassword, resetSecondFactor } from '../../accounts/saveStaff.ts'
import { endSessions, listSessions } from '../../accounts/sessions.ts'
import * as rules from '../../accounts/signInRules.ts'
import { addAccount, changeAccount, knownAccount, listAccounts, otherThan } from '../../accounts/staffAccounts.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'

/** Staff accounts and the rules of signing in, as admins keep them. */
export function mountAccounts(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(staffAccounts.listStaff, async () => ({ data: await listAccounts(sql) }))
  mounts.mount(staffAccounts.createStaff, async ({ body, staff }) => ({
    data: await addAccount(sql, staff!.email, body),
  }))
  mounts.mount(staffAccounts.updateStaff, async ({ params, body, staff }) => ({
    data: await changeAccount(sql, staff!.email, params.email, body),
  }))
  mounts.mount(staffAccounts.resetStaffPassword, async ({ params, staff }) => ({
    data: await resetPassword(sql, staff!.email, otherThan(staff!.email, params.email)),
  }))
  mounts.mount(staffAccounts.resetStaffSecondFactor, async ({ params, staff }) => ({
    data: { removed: await resetSecondFactor(sql, staff!.email, otherThan(staff!.email, params.email)) },
  }))
  mounts.mount(staffAccounts.listStaffSessions, async ({ params, staff }) => ({
    data: await listSessions(sql, await knownAccount(sql, params.email), staff!.sessionId),
  }))
  mounts.mount(staffAccounts.endStaffSessions, async ({ params, body, staff }) => {
    const email = await knownAccount(sql, params.email)
    return {
      data: { ended: await endSessions(sql, staff!.email, email, body.which === 'all' ? {} : { one: body.which }) },
    }
  })
  mounts.mount(readSignInRules, async () => ({ data: await rules.readSignInRules(sql) }))
  mounts.mount(writeSignInRules, async ({ body, staff }) => ({
    data: await rules.writeSignInRules(sql, staff!.email, body),
  }))
}
