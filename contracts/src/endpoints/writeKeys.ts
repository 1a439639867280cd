import { z } from 'zod'
import { KEY_KINDS } from '../events/values.ts'
import { instant, name, version } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const origin = z
  .string()
  .max(253)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'expected an origin such as https://shop.example.com, without a path')

/** Up to 30 days; null uses the limit of the kind: browser 10 minutes, server 72 hours, import any age. */
const ageLimit = z.number().int().min(1).max(43_200).nullable()

/** null uses the limit of the installation (QUOTA_KEY_EVENTS). */
const eventsPerMinute = z.number().int().min(60).max(100_000_000).nullable()

const keyParams = z.object({ key_id: z.string().min(1).max(64) })

const writeKey = z.object({
  key_id: z.string(),
  kind: z.enum(KEY_KINDS),
  name: z.string(),
  /** First characters of the key, to recognise it. */
  prefix: z.string(),
  /** Origins a browser may send from; empty allows all. */
  origins: z.array(z.string()),
  /** Maximum age of an event of this key on receipt; null: any age. */
  max_age_minutes: z.number().nullable(),
  /** true when the limit belongs to this key, not to its kind. */
  has_own_age_limit: z.boolean(),
  /** A browser key in a native app, which sends no Origin. */
  is_app: z.boolean(),
  /** The key's limit; null uses the limit of the installation. */
  events_per_minute: z.number().nullable(),
  created_at: instant,
  last_used_at: instant.nullable(),
  revoked_at: instant.nullable(),
  version,
})

export const listWriteKeys = {
  method: 'GET',
  path: '/api/write-keys',
  operationId: 'listWriteKeys',
  summary: 'Keys that may send events, living ones first; never the keys themselves',
  tag: 'Operations',
  auth: 'read_write_keys',
  status: 200,
  response: z.object({ data: z.array(writeKey) }),
} as const satisfies Endpoint

export const createWriteKey = {
  method: 'POST',
  path: '/api/write-keys',
  operationId: 'createWriteKey',
  summary: 'Make a write key; it is shown once',
  tag: 'Operations',
  auth: 'manage_write_keys',
  body: z.object({
    name,
    kind: z.enum(['browser', 'server']),
    origins: z.array(origin).max(50).default([]),
    max_age_minutes: ageLimit.optional(),
    /** Browser keys only: accepts requests without an Origin header although the key lists origins. */
    is_app: z.boolean().default(false),
    events_per_minute: eventsPerMinute.optional(),
  }),
  status: 201,
  response: z.object({ data: z.object({ key_id: z.string(), write_key: z.string() }) }),
} as const satisfies Endpoint

export const updateWriteKey = {
  method: 'PATCH',
  path: '/api/write-keys/{key_id}',
  operationId: 'updateWriteKey',
  summary: 'Change name, origins, age limit or quota of an active write key; applies within 5 s',
  tag: 'Operations',
  auth: 'manage_write_keys',
  params: keyParams,
  body: z
    .object({
      name: name.optional(),
      /** Browser keys only; empty allows all. */
      origins: z.array(origin).max(50).optional(),
      max_age_minutes: ageLimit.optional(),
      /** Browser keys only. */
      is_app: z.boolean().optional(),
      events_per_minute: eventsPerMinute.optional(),
      version: version.optional(),
    })
    .refine(
      (body) => Object.keys(body).some((field) => field !== 'version'),
      'expected name, origins, max_age_minutes, is_app or events_per_minute',
    ),
  status: 200,
  response: z.object({ data: z.object({ updated: z.literal(true) }) }),
} as const satisfies Endpoint

export const revokeWriteKey = {
  method: 'DELETE',
  path: '/api/write-keys/{key_id}',
  operationId: 'revokeWriteKey',
  summary: 'Revoke a write key permanently; it is rejected within 5 s',
  tag: 'Operations',
  auth: 'manage_write_keys',
  params: keyParams,
  status: 200,
  response: z.object({ data: z.object({ revoked: z.literal(true) }) }),
} as const satisfies Endpoint

export const listMerchantKeys = {
  method: 'GET',
  path: '/api/merchant-keys',
  operationId: 'listMerchantKeys',
  summary: 'API keys of merchants, living ones first; never the keys themselves',
  tag: 'Operations',
  auth: 'manage_merchant_keys',
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        key_id: z.string(),
        merchant_id: z.string(),
        merchant_name: z.string(),
        name: z.string(),
        created_at: instant,
        revoked_at: instant.nullable(),
      }),
    ),
  }),
} as const satisfies Endpoint
