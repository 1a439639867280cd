import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { count, emailAddress, instant, version } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { session } from './ownAccount.ts'
import { STAFF_ROLES } from './permissions.ts'

const role = z.enum(STAFF_ROLES)
const account = z.object({
  email: z.string(),
  name: z.string(),
  role,
  created_at: instant,
  /** From then on, no session of this user is accepted. */
  disabled_at: instant.nullable(),
  second_factor: z.boolean(),
  /** true while the password is a one-time password. */
  must_change_password: z.boolean(),
  /** Number of open sessions. */
  sessions: count,
  version,
})
const emailParams = z.object({ email: shortText(254).min(1) })

export const listStaff = {
  method: 'GET',
  path: '/api/staff',
  operationId: 'listStaff',
  summary: 'Staff accounts, active ones first',
  tag: 'Staff',
  auth: 'manage_staff',
  status: 200,
  response: z.object({ data: z.array(account) }),
} as const satisfies Endpoint

export const createStaff = {
  method: 'POST',
  path: '/api/staff',
  operationId: 'createStaff',
  summary: 'Create a staff account; its one-time password is shown once',
  tag: 'Staff',
  auth: 'manage_staff',
  body: z.object({
    email: emailAddress,
    name: shortText(120).min(1),
    role,
  }),
  status: 201,
  response: z.object({ data: z.object({ email: z.string(), password: z.string() }) }),
} as const satisfies Endpoint

export const updateStaff = {
  method: 'PATCH',
  path: '/api/staff/{email}',
  operationId: 'updateStaff',
  summary: 'Change a person’s role, or deactivate or reactivate the account; not one’s own, never the last admin',
  tag: 'Staff',
  auth: 'manage_staff',
  params: emailParams,
  body: z
    .object({ role: role.optional(), active: z.boolean().optional(), version: version.optional() })
    .refine(({ role, active }) => role !== undefined || active !== undefined, {
      message: 'expected role or active',
    }),
  status: 200,
  response: z.object({ data: account }),
} as const satisfies Endpoint

export const resetStaffPassword = {
  method: 'POST',
  path: '/api/staff/{email}/password',
  operationId: 'resetStaffPassword',
  summary: 'Give a person a one-time password, shown once; their sessions end',
  tag: 'Staff',
  auth: 'manage_staff',
  params: emailParams,
  status: 200,
  response: z.object({ data: z.object({ email: z.string(), password: z.string() }) }),
} as const satisfies Endpoint

export const resetStaffSecondFactor = {
  method: 'DELETE',
  path: '/api/staff/{email}/second-factor',
  operationId: 'resetStaffSecondFactor',
  summary: 'Remove a person’s second factor and recovery codes; their sessions end',
  tag: 'Staff',
  auth: 'manage_staff',
  params: emailParams,
  status: 200,
  response: z.object({ data: z.object({ removed: z.boolean() }) }),
} as const satisfies Endpoint

export const listStaffSessions = {
  method: 'GET',
  path: '/api/staff/{email}/sessions',
  operationId: 'listStaffSessions',
  summary: 'Open sessions of a person, last used first',
  tag: 'Staff',
  auth: 'manage_staff',
  params: emailParams,
  status: 200,
  response: z.object({ data: z.array(session) }),
} as const satisfies Endpoint

export const endStaffSessions = {
  method: 'POST',
  path: '/api/staff/{email}/sessions/end',
  operationId: 'endStaffSessions',
  summary: 'End one session of a person, or all of them',
  tag: 'Staff',
  auth: 'manage_staff',
  params: emailParams,
  body: z.object({
    /** `all`, or the session_id of one. */
    which: z.union([z.literal('all'), z.uuid()]),
  }),
  status: 200,
  response: z.object({ data: z.object({ ended: count }) }),
} as const satisfies Endpoint
