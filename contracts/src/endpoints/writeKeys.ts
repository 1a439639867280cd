import { z } from 'zod'
import { KEY_KINDS } from '../events/values.ts'
import { instant, name, version } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const origin = z
  .string()
  .max(253)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'expected an origin such as https://shop.example.com, without a path')

/** Up to 30 days; null is the limit of the kind: browser 10 minutes, server 72 hours, import any age. */
const ageLimit = z.number().int().min(1).max(43_200).nullable()

/** Null is the limit of the installation (QUOTA_KEY_EVENTS). */
const eventsPerMinute = z.number().int().min(60).max(100_000_000).nullable()

const keyParams = z.object({ key_id: z.string().min(1).max(64) })

const writeKey = z.object({
  key_id: z.string(),
  kind: z.enum(KEY_KINDS),
  name: z.string(),
  /** First characters of the key, to recognise it by. */
  prefix: z.string(),
  /** Origins a browser may send from; empty allows all. */
  origins: z.array(z.string()),
  /** How old an event of this key may be on receipt; null is any age. */
  max_age_minutes: z.number().nullable(),
  /** Whether that is the key's own limit, not the one of its kind. */
  has_own_age_limit: z.boolean(),
  /** A browser key in a native app, which sends no Origin. */
  is_app: z.boolean(),
  /** Its own limit; null is that of the installation. */
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
  auth: 'analyst',
  status: 200,
  response: z.object({ data: z.array(writeKey) }),
} as const satisfies Endpoint

export const createWriteKey = {
  method: 'POST',
  path: '/api/write-keys',
  operationId: 'createWriteKey',
  summary: 'Make a write key; it is shown once',
  tag: 'Operations',
  auth: 'admin',
  body: z.object({
    name,
    kind: z.enum(['browser', 'server']),
    origins: z.array(origin).max(50).default([]),
    max_age_minutes: ageLimit.optional(),
    /** Of browser keys only: requests without an Origin header are accepted although the key lists origins. */
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
  auth: 'admin',
  params: keyParams,
  body: z
    .object({
      name: name.optional(),
      /** Of browser keys only; empty allows all. */
      origins: z.array(origin).max(50).optional(),
      max_age_minutes: ageLimit.optional(),
      /** Of browser keys only. */
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
  summary: 'Revoke a write key for good; it is refused within 5 s',
  tag: 'Operations',
  auth: 'admin',
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
  auth: 'admin',
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
