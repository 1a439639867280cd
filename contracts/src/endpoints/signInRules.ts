import { z } from 'zod'
import { count, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const signInRules = z.object({
  /** A session without a request from its user ends after this time. */
  session_idle_minutes: z.number().int().min(5).max(1440),
  /** A session ends this long after it began, used or not. */
  session_hours: z.number().int().min(1).max(168),
  /** Who must have a second factor; it is optional for all others. */
  require_second_factor: z.enum(['none', 'admins', 'all']),
})
export type SignInRules = z.infer<typeof signInRules>

export const FIRST_SIGN_IN_RULES: SignInRules = {
  session_idle_minutes: 60,
  session_hours: 12,
  require_second_factor: 'none',
}

export const readSignInRules = {
  method: 'GET',
  path: '/api/settings/sign-in',
  operationId: 'readSignInRules',
  summary: 'How long sessions last, and who must have a second factor',
  tag: 'Settings',
  auth: 'manage_staff',
  status: 200,
  response: z.object({
    data: signInRules.extend({ version: count, changed_by: z.string().nullable(), changed_at: instant.nullable() }),
  }),
} as const satisfies Endpoint

export const writeSignInRules = {
  method: 'PUT',
  path: '/api/settings/sign-in',
  operationId: 'writeSignInRules',
  summary: 'Change the rules of sessions and second factors; every version is kept',
  tag: 'Settings',
  auth: 'manage_staff',
  body: signInRules.extend({
    /** The version that was changed. Refused when it is no longer the current one. */
    version: count.optional(),
  }),
  status: 200,
  response: readSignInRules.response,
} as const satisfies Endpoint
