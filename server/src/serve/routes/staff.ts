import * as own from '@bx/contracts/endpoints/ownAccount'
import {
  changePassword,
  createFirstAdmin,
  readFirstAdmin,
  staffLogin,
  staffLogout,
  staffMe,
} from '@bx/contracts/endpoints/staff'
import { changeOwnPassword, proveOwnPassword } from '../../accounts/changePassword.ts'
import { claimFirstAdmin, hasAdmin } from '../../accounts/firstAdmin.ts'
import { confirmEnrolment, removeOwnSecondFactor, startEnrolment } from '../../accounts/secondFactor.ts'
import { endSessions, listSessions, signOut } from '../../accounts/sessions.ts'
import { type SignInContext, signIn } from '../../accounts/signIn.ts'
import { signInLimits } from '../../accounts/signInLimits.ts'
import { agentName } from '../../lib/agentName.ts'
import { clientNetwork } from '../../lib/clientNetwork.ts'
import { MINUTE } from '../../lib/clock.ts'
import { keyedFor } from '../../lib/keyed.ts'
import { localNow } from '../../lib/localDay.ts'
import { ClosedDays } from '../../query/closedDays.ts'
import { deviceCookie, readCookie, sessionCookie, setDeviceCookie, setSessionCookie } from '../access.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** How long a change of the attribution windows may be missing from the default range of a page. */
const SETTINGS_AGE = MINUTE

/** Signing in and out, and changes to one's own account. */
export function mountStaff(mounts: Mounts, deps: AppDeps): void {
  const { sql, secure, organisation } = deps
  const keyed = keyedFor(deps.pepper, 'accounts')
  const closed = new ClosedDays(sql, SETTINGS_AGE)
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

  mounts.mount(changePassword, async ({ body, principal }) => {
    await changeOwnPassword(context, principal, body)
    return { data: { changed: true as const } }
  })

  mounts.mount(
    staffMe,
    async ({ principal }) => ({
      data: {
        ...principal,
        permissions: [...principal.permissions],
        second_factor: principal.hasSecondFactor,
        organisation: {
          time_zone: organisation.timeZone,
          currency: organisation.currency,
          raw_days: organisation.rawDays,
          last_closed_day: await closed.lastOf(localNow(deps.now(), organisation.timeZone).day),
        },
      },
    }),
    // Read from the session and from cached settings.
    { asksItself: true },
  )
  mountFirstAdmin(mounts, deps)
  mountOwnSessions(mounts, deps)
  mountSecondFactor(mounts, context)
}

function mountFirstAdmin(mounts: Mounts, { sql, secure }: AppDeps): void {
  mounts.mount(readFirstAdmin, async () => ({ data: { is_needed: !(await hasAdmin(sql)) } }))
  mounts.mount(createFirstAdmin, async ({ body, request, reply }) => {
    const client = { agent: agentName(request.headers['user-agent']), network: clientNetwork(request.ip) }
    const { member, token, device } = await claimFirstAdmin(sql, body, client)
    setSessionCookie(reply, secure, token)
    setDeviceCookie(reply, secure, device)
    return { data: member }
  })
}

function mountOwnSessions(mounts: Mounts, { sql }: AppDeps): void {
  mounts.mount(own.listOwnSessions, async ({ principal }) => ({
    data: await listSessions(sql, principal.email, principal.sessionId),
  }))
  mounts.mount(own.endOwnSessions, async ({ body, principal }) => {
    const { email, sessionId } = principal
    const which = body.which === 'all' ? {} : body.which === 'others' ? { but: sessionId } : { one: body.which }
    return { data: { ended: await endSessions(sql, email, email, which) } }
  })
}

function mountSecondFactor(mounts: Mounts, context: SignInContext): void {
  const { sql, keyed, limits } = context
  mounts.mount(own.startSecondFactor, async ({ body, principal }) => {
    await proveOwnPassword(context, principal.email, body.current_password)
    return { data: await startEnrolment(sql, keyed, principal.email) }
  })
  mounts.mount(own.confirmSecondFactor, async ({ body, principal }) => {
    await limits.admitCode(principal.email)
    const recoveryCodes = await confirmEnrolment(sql, keyed, principal, body.code)
    await limits.giveBackCode(sql, principal.email)
    return { data: { recovery_codes: recoveryCodes } }
  })
  mounts.mount(own.removeSecondFactor, async ({ body, principal }) => {
    await proveOwnPassword(context, principal.email, body.current_password)
    await limits.admitCode(principal.email)
    await removeOwnSecondFactor(sql, keyed, principal.email, body.code)
    return { data: { removed: true as const } }
  })
}
