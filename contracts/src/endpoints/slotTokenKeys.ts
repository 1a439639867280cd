import { z } from 'zod'
import { instant, name } from './common.ts'
import type { Endpoint } from './endpoint.ts'

export const listSlotTokenKeys = {
  method: 'GET',
  path: '/api/slot-token-keys',
  operationId: 'listSlotTokenKeys',
  summary: 'Keys with which the ranking service signs slot tokens, active ones first; never the secrets',
  tag: 'Operations',
  auth: 'read_write_keys',
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        /** First part of each token of this key. */
        key_id: z.string(),
        name: z.string(),
        created_at: instant,
        revoked_at: instant.nullable(),
      }),
    ),
  }),
} as const satisfies Endpoint

export const createSlotTokenKey = {
  method: 'POST',
  path: '/api/slot-token-keys',
  operationId: 'createSlotTokenKey',
  summary:
    'Create a key for slot tokens; the secret is shown once. Two may be active, so that one can replace the other',
  tag: 'Operations',
  auth: 'manage_write_keys',
  body: z.object({ name }),
  status: 201,
  response: z.object({ data: z.object({ key_id: z.string(), secret: z.string() }) }),
} as const satisfies Endpoint

export const revokeSlotTokenKey = {
  method: 'DELETE',
  path: '/api/slot-token-keys/{key_id}',
  operationId: 'revokeSlotTokenKey',
  summary: 'Revoke a key: tokens of exposures that are shown from now on are invalid',
  tag: 'Operations',
  auth: 'manage_write_keys',
  params: z.object({ key_id: z.string().min(1).max(64) }),
  status: 200,
  response: z.object({ data: z.object({ revoked: z.literal(true) }) }),
} as const satisfies Endpoint
