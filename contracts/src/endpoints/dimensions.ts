import { z } from 'zod'
import { shortText, uuid } from '../events/fields.ts'
import { day, merchantParams, placementParams } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const name = shortText(120).min(1)
const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, 'expected letters, digits and _ . : -, at most 128')
const tier = z.enum(['high_value', 'standard'])
const maxSlots = z.number().int().min(1).max(1000)

const placement = z.object({
  placement_id: z.string(),
  placement_key: z.string(),
  placement_name: z.string(),
  tier,
  /** Slots as of today; earlier values stay in force for earlier days. */
  max_slots: z.number().int(),
})
const merchant = z.object({
  merchant_id: z.string(),
  merchant_ref: z.string().nullable(),
  merchant_name: z.string(),
  category: z.string().nullable(),
})

const newPlacement = z.object({
  placement_id: uuid.optional(),
  placement_key: key,
  placement_name: name,
  tier: tier.default('standard'),
  max_slots: maxSlots,
})
const newMerchant = z.object({
  merchant_id: uuid.optional(),
  merchant_ref: key.nullish(),
  merchant_name: name,
  category: shortText(120).nullish(),
})

export const listPlacements = {
  method: 'GET',
  path: '/api/placements',
  operationId: 'listPlacements',
  summary: 'All placements',
  tag: 'Dimensions',
  auth: 'viewer',
  status: 200,
  response: z.object({ data: z.array(placement) }),
} as const satisfies Endpoint

export const createPlacement = {
  method: 'POST',
  path: '/api/placements',
  operationId: 'createPlacement',
  summary: 'Create a placement; events that waited for it are replayed',
  tag: 'Dimensions',
  auth: 'admin',
  body: newPlacement,
  status: 201,
  response: z.object({ data: placement }),
} as const satisfies Endpoint

export const updatePlacement = {
  method: 'PATCH',
  path: '/api/placements/{placement_id}',
  operationId: 'updatePlacement',
  summary: 'Rename a placement, or change its tier or slots',
  tag: 'Dimensions',
  auth: 'admin',
  params: placementParams,
  body: z.object({
    placement_name: name.optional(),
    tier: tier.optional(),
    max_slots: maxSlots.optional(),
    /** First day the new `max_slots` is in force; today when left out. */
    max_slots_from: day.optional(),
  }),
  status: 200,
  response: z.object({ data: placement }),
} as const satisfies Endpoint

export const listPlacementSlots = {
  method: 'GET',
  path: '/api/placements/{placement_id}/slots',
  operationId: 'listPlacementSlots',
  summary: 'How many slots a placement has from which day on, latest day first; days to come included',
  tag: 'Dimensions',
  auth: 'viewer',
  params: placementParams,
  status: 200,
  response: z.object({ data: z.array(z.object({ valid_from: day, max_slots: z.number().int() })) }),
} as const satisfies Endpoint

export const listMerchants = {
  method: 'GET',
  path: '/api/merchants',
  operationId: 'listMerchants',
  summary: 'All merchants',
  tag: 'Dimensions',
  auth: 'viewer',
  status: 200,
  response: z.object({ data: z.array(merchant) }),
} as const satisfies Endpoint

export const createMerchant = {
  method: 'POST',
  path: '/api/merchants',
  operationId: 'createMerchant',
  summary: 'Create a merchant; events that waited for it are replayed',
  tag: 'Dimensions',
  auth: 'admin',
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
  auth: 'admin',
  params: merchantParams,
  body: newMerchant.omit({ merchant_id: true }).partial(),
  status: 200,
  response: z.object({ data: merchant }),
} as const satisfies Endpoint

export const upsertMerchants = {
  method: 'PUT',
  path: '/api/merchants',
  operationId: 'upsertMerchants',
  summary: 'Create or update up to 1000 merchants by merchant_ref',
  tag: 'Dimensions',
  auth: 'admin',
  body: z.object({
    merchants: z
      .array(newMerchant.extend({ merchant_ref: key }))
      .min(1)
      .max(1000),
  }),
  status: 200,
  response: z.object({
    data: z.object({
      created: z.number().int(),
      updated: z.number().int(),
      refused: z.number().int(),
      /** One per entry, in their order; the others are stored when one is refused. */
      rows: z.array(
        z.object({
          index: z.number().int(),
          merchant_ref: z.string(),
          outcome: z.enum(['created', 'updated', 'refused']),
          /** Why, when refused. */
          message: z.string().nullable(),
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
  auth: 'admin',
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
  auth: 'admin',
  params: merchantParams,
  query: z.object({ key_id: z.string().min(1).max(64) }),
  status: 200,
  response: z.object({ data: z.object({ revoked: z.boolean() }) }),
} as const satisfies Endpoint
