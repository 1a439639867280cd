import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { STAFF_ROLES } from './staff.ts'

const role = z.enum(STAFF_ROLES)
const account = z.object({
  email: z.string(),
  name: z.string(),
  role,
  created_at: instant,
  /** From then on no session of this person is accepted. */
  disabled_at: instant.nullable(),
})

export const listStaff = {
  method: 'GET',
  path: '/api/staff',
  operationId: 'listStaff',
  summary: 'Staff accounts, active ones first',
  tag: 'Staff',
  auth: 'viewer',
  status: 200,
  response: z.object({ data: z.array(account) }),
} as const satisfies Endpoint

export const createStaff = {
  method: 'POST',
  path: '/api/staff',
  operationId: 'createStaff',
  summary: 'Create a staff account; its password is shown once',
  tag: 'Staff',
  auth: 'admin',
  body: z.object({
    email: shortText(254).regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address'),
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
  auth: 'admin',
  params: z.object({ email: shortText(254).min(1) }),
  body: z
    .object({ role: role.optional(), active: z.boolean().optional() })
    .refine(({ role, active }) => role !== undefined || active !== undefined, {
      message: 'expected role or active',
    }),
  status: 200,
  response: z.object({ data: account }),
} as const satisfies Endpoint
