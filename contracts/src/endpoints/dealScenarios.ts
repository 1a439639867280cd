import { z } from 'zod'
import { count, day, instant, money, name } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { simulate } from './simulate.ts'

/** Most scenarios that one person may keep. */
export const MOST_SCENARIOS = 200

const scenario = z.object({
  scenario_id: z.string(),
  scenario_name: z.string(),
  /** true: everyone who may simulate deals sees it; false: only its owner. */
  is_shared: z.boolean(),
  /** E-mail address of the person who saved it. */
  owner: z.string(),
  /** true: the caller may rename, share, change or delete it. */
  may_change: z.boolean(),
  /** The body of `simulate`. Its days may be over by now; then `simulate` refuses it. */
  deal: z.object({
    budget: money,
    currency: z.string(),
    requested_impressions: count,
    start_date: day,
    end_date: day,
    merchant_id: z.string().nullable(),
    placement_ids: z.array(z.string()),
  }),
  created_at: instant,
  changed_at: instant,
})
export type DealScenario = z.infer<typeof scenario>

const params = z.object({ scenario_id: z.string().regex(/^[\w-]{1,64}$/, 'expected the id of a scenario') })
const answer = z.object({ data: scenario })

export const listScenarios = {
  method: 'GET',
  path: '/api/commercial/scenarios',
  operationId: 'listScenarios',
  summary: 'Saved deals: your own, and those that others share; newest first',
  tag: 'Commercial',
  auth: 'simulate_deals',
  status: 200,
  response: z.object({ data: z.array(scenario) }),
} as const satisfies Endpoint

export const saveScenario = {
  method: 'POST',
  path: '/api/commercial/scenarios',
  operationId: 'saveScenario',
  summary: 'Save a deal under a name',
  tag: 'Commercial',
  auth: 'simulate_deals',
  body: z.object({ scenario_name: name, is_shared: z.boolean().default(false), deal: simulate.body }),
  status: 201,
  response: answer,
} as const satisfies Endpoint

export const changeScenario = {
  method: 'PATCH',
  path: '/api/commercial/scenarios/{scenario_id}',
  operationId: 'changeScenario',
  summary: 'Rename or share a saved deal, or replace its inputs; only its owner or an admin may',
  tag: 'Commercial',
  auth: 'simulate_deals',
  params,
  body: z.object({ scenario_name: name.optional(), is_shared: z.boolean().optional(), deal: simulate.body.optional() }),
  status: 200,
  response: answer,
} as const satisfies Endpoint

export const deleteScenario = {
  method: 'DELETE',
  path: '/api/commercial/scenarios/{scenario_id}',
  operationId: 'deleteScenario',
  summary: 'Delete a saved deal; only its owner or an admin may',
  tag: 'Commercial',
  auth: 'simulate_deals',
  params,
  status: 200,
  response: z.object({ data: z.object({ deleted: z.literal(true) }) }),
} as const satisfies Endpoint
