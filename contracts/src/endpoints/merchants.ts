import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { count, merchantParams, name, version } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { newMerchant } from './merchantEntry.ts'

const merchant = z.object({
  merchant_id: z.string(),
  merchant_ref: z.string().nullable(),
  merchant_name: z.string(),
  category: z.string().nullable(),
  version,
})

export const listMerchants = {
  method: 'GET',
  path: '/api/merchants',
  operationId: 'listMerchants',
  summary: 'Merchants in pages, by search and order',
  tag: 'Dimensions',
  auth: 'read_catalogue',
  query: z.object({
    /** Words to find in name, reference or category; each must occur in one of them. Case and accents are ignored. */
    q: shortText(120).optional(),
    /** `letters`: also finds names that contain the letters of `q` in order; these come after the others. */
    match: z.enum(['words', 'letters']).default('words'),
    /** Only the merchant with this merchant_id or merchant_ref. */
    id: shortText(128).optional(),
    /** When omitted, the best matches of `q` come first, then names. */
    sort: z
      .enum(['merchant_name', '-merchant_name', 'merchant_ref', '-merchant_ref', 'category', '-category'])
      .optional(),
    /** Starts at 1; a page beyond the last is empty. */
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    size: z.coerce.number().int().min(1).max(500).default(50),
  }),
  status: 200,
  response: z.object({
    data: z.array(merchant),
    /** `total`: number of merchants on all pages. */
    meta: z.object({ total: count, page: count, size: count }),
  }),
} as const satisfies Endpoint

export const createMerchant = {
  method: 'POST',
  path: '/api/merchants',
  operationId: 'createMerchant',
  summary: 'Create a merchant; events that waited for it are replayed',
  tag: 'Dimensions',
  auth: 'edit_catalogue',
  body: newMerchant,
  status: 201,
  response: z.object({ data: merchant }),
} as const satisfies Endpoint

export const updateMerchant = {
  method: 'PATCH',
  path: '/api/merchants/{merchant_id}',
  operationId: 'updateMerchant',
  summary: 'Change a merchant’s name, category or reference',
  tag: 'Dimensions',
  auth: 'edit_catalogue',
  params: merchantParams,
  body: newMerchant.omit({ merchant_id: true }).partial().extend({ version: version.optional() }),
  status: 200,
  response: z.object({ data: merchant }),
} as const satisfies Endpoint

/** Why a line is rejected: a stable code, the field, and what was expected. */
const refusal = z.object({ code: z.string(), field: z.string().nullable(), message: z.string() })

export const upsertMerchants = {
  method: 'PUT',
  path: '/api/merchants',
  operationId: 'upsertMerchants',
  summary: 'Create or update up to 5000 merchants by merchant_ref; a rejected entry does not affect the others',
  tag: 'Dimensions',
  auth: 'edit_catalogue',
  body: z.object({
    /** Each entry is validated separately: the fields of a new merchant, including `merchant_ref`. */
    merchants: z
      .array(
        z.unknown().meta({
          description: 'merchant_ref and merchant_name; merchant_id and category when they are known',
          example: { merchant_ref: 'atlas-hotels', merchant_name: 'Atlas Hotels', category: 'Travel' },
        }),
      )
      .min(1),
    /** Reports what would happen to each entry, without changing anything. */
    dry_run: z.boolean().default(false),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      created: count,
      updated: count,
      /** Merchants that exist already with the same values. */
      unchanged: count,
      refused: count,
      /** One per entry, in the order of the entries. */
      rows: z.array(
        z.object({
          index: count,
          merchant_ref: z.string().nullable(),
          outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
          refusal: refusal.nullable(),
        }),
      ),
    }),
  }),
} as const satisfies Endpoint

export const createMerchantKey = {
  method: 'POST',
  path: '/api/merchants/{merchant_id}/api-keys',
  operationId: 'createMerchantKey',
  summary: 'Make an API key for a merchant; it is shown once',
  tag: 'Dimensions',
  auth: 'manage_merchant_keys',
  params: merchantParams,
  body: z.object({ name }),
  status: 201,
  response: z.object({ data: z.object({ key_id: z.string(), api_key: z.string() }) }),
} as const satisfies Endpoint

export const revokeMerchantKey = {
  method: 'DELETE',
  path: '/api/merchants/{merchant_id}/api-keys',
  operationId: 'revokeMerchantKey',
  summary: 'Revoke one API key of a merchant',
  tag: 'Dimensions',
  auth: 'manage_merchant_keys',
  params: merchantParams,
  query: z.object({ key_id: z.string().min(1).max(64) }),
  status: 200,
  response: z.object({ data: z.object({ revoked: z.boolean() }) }),
} as const satisfies Endpoint
