import { readSignInRules, writeSignInRules } from '@bx/contracts/endpoints/signInRules'
import * as staffAccounts from '@bx/contracts/endpoints/staffAccounts'
import { resetPassword, resetSecondFactor } from '../../accounts/saveStaff.ts'
import { endSessions, listSessions } from '../../accounts/sessions.ts'
import * as rules from '../../accounts/signInRules.ts'
import { addAccount, changeAccount, knownAccount, listAccounts, otherThan } from '../../accounts/staffAccounts.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Staff accounts and sign-in rules, managed by admins. */
export function mountAccounts(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(staffAccounts.listStaff, async () => ({ data: await listAccounts(sql) }))
  mounts.mount(staffAccounts.createStaff, async ({ body, principal }) => ({
    data: await addAccount(sql, principal.email, body),
  }))
  mounts.mount(staffAccounts.updateStaff, async ({ params, body, principal }) => ({
    data: await changeAccount(sql, principal.email, params.email, body),
  }))
  mounts.mount(staffAccounts.resetStaffPassword, async ({ params, principal }) => ({
    data: await resetPassword(sql, principal.email, otherThan(principal.email, params.email)),
  }))
  mounts.mount(staffAccounts.resetStaffSecondFactor, async ({ params, principal }) => ({
    data: { removed: await resetSecondFactor(sql, principal.email, otherThan(principal.email, params.email)) },
  }))
  mounts.mount(staffAccounts.listStaffSessions, async ({ params, principal }) => ({
    data: await listSessions(sql, await knownAccount(sql, params.email), principal.sessionId),
  }))
  mounts.mount(staffAccounts.endStaffSessions, async ({ params, body, principal }) => {
    const email = await knownAccount(sql, params.email)
    return {
      data: { ended: await endSessions(sql, principal.email, email, body.which === 'all' ? {} : { one: body.which }) },
    }
  })
  mounts.mount(readSignInRules, async () => ({ data: await rules.readSignInRules(sql) }))
  mounts.mount(writeSignInRules, async ({ body, principal }) => ({
    data: await rules.writeSignInRules(sql, principal.email, body),
  }))
}
