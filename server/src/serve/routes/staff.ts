import { changePassword, staffLogin, staffLogout, staffMe } from '@bx/contracts/endpoints/staff'
import { MINUTE } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { audit } from '../../ops/audit.ts'
import { readCookie, sessionCookie, setSessionCookie } from '../access.ts'
import type { AppDeps } from '../app.ts'
import { changeOwnPassword } from '../changePassword.ts'
import type { Mounts } from '../mount.ts'
import { rateLimit } from '../rateLimit.ts'
import { signIn, signOut } from '../staff.ts'

/** Tries a minute: per address and per account, so that neither one machine nor many can guess a password. */
const LOGIN_TRIES = 10

export function mountStaff(mounts: Mounts, deps: AppDeps): void {
  const { sql, secure, organisation } = deps
  const limit = rateLimit(LOGIN_TRIES, MINUTE)

  mounts.mount(staffLogin, async ({ body, request, reply }) => {
    const email = body.email.trim().toLowerCase()
    limit(`ip ${request.ip}`)
    limit(`account ${email}`)
    const session = await signIn(sql, email, body.password)
    await audit(sql, { actor: session ? email : 'unknown', action: 'staffLogin', target: session ? email : 'refused' })
    if (session === null) throw new AppError('wrong_login')
    setSessionCookie(reply, secure, session.token)
    return { data: session.member }
  })

  mounts.mount(staffLogout, async ({ request, reply }) => {
    const token = readCookie(request, sessionCookie(secure))
    if (token !== null) await signOut(sql, token)
    setSessionCookie(reply, secure, null)
    return { data: { signed_out: true as const } }
  })

  mounts.mount(changePassword, async ({ body, staff, request }) => {
    limit(`account ${staff!.email}`)
    await changeOwnPassword(sql, staff!.email, readCookie(request, sessionCookie(secure))!, body)
    return { data: { changed: true as const } }
  })

  mounts.mount(
    staffMe,
    async ({ staff }) => ({
      data: {
        ...staff!,
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
}
