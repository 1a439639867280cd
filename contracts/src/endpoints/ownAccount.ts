import { z } from 'zod'
import { count, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const session = z.object({
  session_id: z.string(),
  created_at: instant,
  /** Last request of a person, to the minute. */
  last_seen_at: instant,
  /** When it ends if it is not used. It always ends `session_hours` after it began. */
  ends_at: instant,
  /** Browser and system, such as `Chrome on Windows`. */
  agent: z.string(),
  /** Network address range it was opened from. */
  network: z.string(),
  /** true for the session of this request. */
  is_current: z.boolean(),
})

export const listOwnSessions = {
  method: 'GET',
  path: '/api/staff/me/sessions',
  operationId: 'listOwnSessions',
  summary: 'One’s own open sessions, last used first',
  tag: 'Staff',
  auth: 'use_own_account',
  status: 200,
  response: z.object({ data: z.array(session) }),
} as const satisfies Endpoint

export const endOwnSessions = {
  method: 'POST',
  path: '/api/staff/me/sessions/end',
  operationId: 'endOwnSessions',
  summary: 'End one of one’s own sessions, the other ones, or all',
  tag: 'Staff',
  auth: 'use_own_account',
  body: z.object({
    /** `others`: all but the session of this request; `all`: sign out everywhere; or one session_id. */
    which: z.union([z.enum(['others', 'all']), z.uuid()]),
  }),
  status: 200,
  response: z.object({ data: z.object({ ended: count }) }),
} as const satisfies Endpoint

const password = z.string().max(1024)
const code = z.string().max(64)

export const startSecondFactor = {
  method: 'POST',
  path: '/api/staff/me/second-factor',
  operationId: 'startSecondFactor',
  summary: 'Begin to set up an authenticator app: its secret, and the same as an otpauth address for a QR code',
  tag: 'Staff',
  auth: 'use_own_account',
  body: z.object({ current_password: password }),
  status: 200,
  response: z.object({ data: z.object({ secret: z.string(), uri: z.string() }) }),
} as const satisfies Endpoint

export const confirmSecondFactor = {
  method: 'POST',
  path: '/api/staff/me/second-factor/confirm',
  operationId: 'confirmSecondFactor',
  summary:
    'Prove the authenticator app with its first code; from then on each sign-in asks for one. Recovery codes are shown once',
  tag: 'Staff',
  auth: 'use_own_account',
  body: z.object({ code }),
  status: 200,
  response: z.object({ data: z.object({ recovery_codes: z.array(z.string()) }) }),
} as const satisfies Endpoint

export const removeSecondFactor = {
  method: 'POST',
  path: '/api/staff/me/second-factor/remove',
  operationId: 'removeSecondFactor',
  summary: 'Remove one’s own second factor, with the password and a code',
  tag: 'Staff',
  auth: 'use_own_account',
  body: z.object({ current_password: password, code }),
  status: 200,
  response: z.object({ data: z.object({ removed: z.literal(true) }) }),
} as const satisfies Endpoint
