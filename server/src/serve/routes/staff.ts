import * as own from '@bx/contracts/endpoints/ownAccount'
import { changePassword, staffLogin, staffLogout, staffMe } from '@bx/contracts/endpoints/staff'
import { changeOwnPassword, proveOwnPassword } from '../../accounts/changePassword.ts'
import { confirmEnrolment, removeOwnSecondFactor, startEnrolment } from '../../accounts/secondFactor.ts'
import { endSessions, listSessions, signOut } from '../../accounts/sessions.ts'
import { type SignInContext, signIn } from '../../accounts/signIn.ts'
import { signInLimits } from '../../accounts/signInLimits.ts'
import { agentName } from '../../lib/agentName.ts'
import { clientNetwork } from '../../lib/clientNetwork.ts'
import { keyedFor } from '../../lib/keyed.ts'
import { deviceCookie, readCookie, sessionCookie, setDeviceCookie, setSessionCookie } from '../access.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'

/** Signing in and out, and what a person does with their own account. */
export function mountStaff(mounts: Mounts, deps: AppDeps): void {
  const { sql, secure, organisation } = deps
  const keyed = keyedFor(deps.pepper, 'accounts')
  const context: SignInContext = { sql, keyed, limits: signInLimits(sql, keyed) }

  mounts.mount(staffLogin, async ({ body, request, reply }) => {
    const { member, token, device } = await signIn(context, {
      email: body.email,
      password: body.password,
      code: body.code,
      device: readCookie(request, deviceCookie(secure)),
      network: clientNetwork(request.ip),
      agent: agentName(request.headers['user-agent']),
    })
    setSessionCookie(reply, secure, token)
    setDeviceCookie(reply, secure, device)
    return { data: member }
  })

  mounts.mount(staffLogout, async ({ request, reply }) => {
    const token = readCookie(request, sessionCookie(secure))
    if (token !== null) await signOut(sql, token)
    setSessionCookie(reply, secure, null)
    return { data: { signed_out: true as const } }
  })

  mounts.mount(changePassword, async ({ body, staff }) => {
    await changeOwnPassword(context, staff!, body)
    return { data: { changed: true as const } }
  })

  mounts.mount(
    staffMe,
    async ({ staff }) => ({
      data: {
        ...staff!,
        second_factor: staff!.hasSecondFactor,
        organisation: {
          time_zone: organisation.timeZone,
          currency: organisation.currency,
          raw_days: organisation.rawDays,
        },
      },
    }),
    // Known from the session: it waits for no question.
    { asksItself: true },
  )
  mountOwnSessions(mounts, deps)
  mountSecondFactor(mounts, context)
}

function mountOwnSessions(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(own.listOwnSessions, async ({ staff }) => ({
    data: await listSessions(sql, staff!.email, staff!.sessionId),
  }))
  mounts.mount(own.endOwnSessions, async ({ body, staff }) => {
    const { email, sessionId } = staff!
    const which = body.which === 'all' ? {} : body.which === 'others' ? { but: sessionId } : { one: body.which }
    return { data: { ended: await endSessions(sql, email, email, which) } }
  })
}

function mountSecondFactor(mounts: Mounts, context: SignInContext): void {
  const { sql, keyed, limits } = context
  mounts.mount(own.startSecondFactor, async ({ body, staff }) => {
    await proveOwnPassword(context, staff!.email, body.current_password)
    return { data: await startEnrolment(sql, keyed, staff!.email) }
  })
  mounts.mount(own.confirmSecondFactor, async ({ body, staff }) => {
    await limits.admitCode(staff!.email)
    const recoveryCodes = await confirmEnrolment(sql, keyed, staff!, body.code)
    await limits.giveBackCode(sql, staff!.email)
    return { data: { recovery_codes: recoveryCodes } }
  })
  mounts.mount(own.removeSecondFactor, async ({ body, staff }) => {
    await proveOwnPassword(context, staff!.email, body.current_password)
    await limits.admitCode(staff!.email)
    await removeOwnSecondFactor(sql, keyed, staff!.email, body.code)
    return { data: { removed: true as const } }
  })
}
