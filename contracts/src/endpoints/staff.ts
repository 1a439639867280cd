import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { day, emailAddress } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { PERMISSIONS, STAFF_ROLES } from './permissions.ts'

const staffMember = z.object({ email: z.string(), name: z.string(), role: z.enum(STAFF_ROLES) })
export type StaffMember = z.infer<typeof staffMember>

export const staffLogin = {
  method: 'POST',
  path: '/api/staff/login',
  operationId: 'staffLogin',
  summary: 'Sign in; sets an http-only session cookie. Asks for `code` when the account has a second factor',
  tag: 'Staff',
  auth: 'open',
  body: z.object({
    email: z.string().max(254),
    password: z.string().max(1024),
    /** Six digits of the authenticator app, or a recovery code. */
    code: z.string().max(64).optional(),
  }),
  status: 200,
  response: z.object({ data: staffMember }),
} as const satisfies Endpoint

export const readFirstAdmin = {
  method: 'GET',
  path: '/api/staff/first-admin',
  operationId: 'readFirstAdmin',
  summary: 'Whether this installation still needs its first administrator',
  tag: 'Staff',
  auth: 'open',
  status: 200,
  response: z.object({ data: z.object({ is_needed: z.boolean() }) }),
} as const satisfies Endpoint

export const createFirstAdmin = {
  method: 'POST',
  path: '/api/staff/first-admin',
  operationId: 'createFirstAdmin',
  summary: 'Create the first administrator with the one-time link that the server printed, and sign in',
  tag: 'Staff',
  auth: 'open',
  body: z.object({
    /** The part of the link after `#`. */
    token: z.string().min(1).max(128),
    email: emailAddress,
    name: shortText(120).min(1),
    password: z.string().min(12, 'expected at least 12 characters').max(1024),
  }),
  status: 201,
  response: z.object({ data: staffMember }),
} as const satisfies Endpoint

export const staffLogout = {
  method: 'POST',
  path: '/api/staff/logout',
  operationId: 'staffLogout',
  summary: 'End the session',
  tag: 'Staff',
  auth: 'open',
  status: 200,
  response: z.object({ data: z.object({ signed_out: z.literal(true) }) }),
} as const satisfies Endpoint

export const changePassword = {
  method: 'POST',
  path: '/api/staff/password',
  operationId: 'changePassword',
  summary: 'Change one’s own password; every other session of the account ends',
  tag: 'Staff',
  auth: 'use_own_account',
  body: z.object({
    current_password: z.string().max(1024),
    new_password: z.string().min(12, 'expected at least 12 characters').max(1024),
  }),
  status: 200,
  response: z.object({ data: z.object({ changed: z.literal(true) }) }),
} as const satisfies Endpoint

export const staffMe = {
  method: 'GET',
  path: '/api/staff/me',
  operationId: 'staffMe',
  summary: 'Who is signed in, and the installation’s zone and currency',
  tag: 'Staff',
  auth: 'use_own_account',
  status: 200,
  response: z.object({
    data: staffMember.extend({
      /** Permissions of the role. */
      permissions: z.array(z.enum(PERMISSIONS)),
      second_factor: z.boolean(),
      /** What the user must do before any other request is allowed; null: nothing. */
      must: z.enum(['change_password', 'enrol_second_factor']).nullable(),
      organisation: z.object({
        time_zone: z.string(),
        currency: z.string(),
        raw_days: z.number().int(),
        /** The last day to which no more sales are usually credited or reported, by the day of the exposure and of the sale. */
        last_closed_day: z.object({ exposure: day, sale: day }),
      }),
    }),
  }),
} as const satisfies Endpoint
