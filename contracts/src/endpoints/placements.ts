import { z } from 'zod'
import { day, key, name, newId, placementParams, version } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const tier = z.enum(['high_value', 'standard'])
const maxSlots = z.number().int().min(1).max(1000)

const placement = z.object({
  placement_id: z.string(),
  placement_key: z.string(),
  placement_name: z.string(),
  tier,
  /** Slots as of today; earlier days keep their own values. */
  max_slots: z.number().int(),
  version,
})

const newPlacement = z.object({
  placement_id: newId.optional(),
  placement_key: key,
  placement_name: name,
  tier: tier.default('standard'),
  max_slots: maxSlots,
})

export const listPlacements = {
  method: 'GET',
  path: '/api/placements',
  operationId: 'listPlacements',
  summary: 'All placements',
  tag: 'Dimensions',
  auth: 'read_catalogue',
  status: 200,
  response: z.object({ data: z.array(placement) }),
} as const satisfies Endpoint

export const createPlacement = {
  method: 'POST',
  path: '/api/placements',
  operationId: 'createPlacement',
  summary: 'Create a placement; events that waited for it are replayed',
  tag: 'Dimensions',
  auth: 'edit_catalogue',
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
  auth: 'edit_catalogue',
  params: placementParams,
  body: z.object({
    placement_name: name.optional(),
    tier: tier.optional(),
    max_slots: maxSlots.optional(),
    /**
     * First day of the new `max_slots`; today when omitted. A day in the past replaces all values dated between it and today;
     * values dated later stay.
     */
    max_slots_from: day.optional(),
    version: version.optional(),
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
  auth: 'read_catalogue',
  params: placementParams,
  status: 200,
  response: z.object({ data: z.array(z.object({ valid_from: day, max_slots: z.number().int() })) }),
} as const satisfies Endpoint
