import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { PACKAGE_ACTIONS } from '../packages/lifecycle.ts'
import { ALLOCATION_MODES } from '../packages/pacingValues.ts'
import { PACKAGE_STATES, PACKAGE_TYPES } from '../packages/values.ts'
import { count, day, fileQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { adjustment } from './packageAdjustments.ts'
import { delivery, nameOrId, newPackage, reason, terms, units, version } from './packageTerms.ts'
import { mismatchReason, packageAnswer, packageChange, packageParams, soldPackage } from './soldPackage.ts'

export const listPackages = {
  method: 'GET',
  path: '/api/packages',
  operationId: 'listPackages',
  summary: 'Packages in pages, by state, type, merchant, placement and flight; with the number in each state',
  tag: 'Commercial',
  auth: 'read_packages',
  query: z.object({
    /** Words to find in the name of the package or merchant, or the PO number. */
    q: shortText(120).optional(),
    /** One or more states, separated by commas. */
    status: z
      .string()
      .regex(/^[a-z]+(?:,[a-z]+)*$/, 'expected states separated by commas, such as live,paused')
      .refine(
        (text) => text.split(',').every((one) => (PACKAGE_STATES as readonly string[]).includes(one)),
        `expected some of ${PACKAGE_STATES.join(', ')}`,
      )
      .optional(),
    package_type: z.enum(PACKAGE_TYPES).optional(),
    merchant_id: nameOrId.optional(),
    /** Packages that may be delivered there. */
    placement_id: nameOrId.optional(),
    /** Packages whose flight touches the days from `start_date` to `end_date`, both included. */
    start_date: day.optional(),
    end_date: day.optional(),
    sort: z
      .enum([
        ...(['end_date', '-end_date', 'start_date', '-start_date', 'package_name', '-package_name'] as const),
        ...(['merchant_name', '-merchant_name', 'price', '-price', 'updated_at', '-updated_at'] as const),
        // What needs somebody first, then what runs, then the others; within each by the end of the flight.
        'urgency',
      ])
      .default('end_date'),
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    size: z.coerce.number().int().min(1).max(500).default(25),
    ...fileQuery,
  }),
  status: 200,
  response: z.object({
    data: z.array(soldPackage),
    meta: z.object({
      total: count,
      page: count,
      size: count,
      currency: z.string(),
      time_zone: z.string(),
      /** Packages in each state that match everything but `status`. */
      states: z.record(z.enum(PACKAGE_STATES), count),
    }),
  }),
  csv: true,
} as const satisfies Endpoint

export const readPackage = {
  method: 'GET',
  path: '/api/packages/{package_id}',
  operationId: 'readPackage',
  summary: 'One package with its reach, its delivery by placement, and its newest 500 changes, newest first',
  tag: 'Commercial',
  auth: 'read_packages',
  params: packageParams,
  status: 200,
  response: packageAnswer.extend({
    data: soldPackage.extend({
      changes: z.array(packageChange),
      /** Distinct people of the counted net impressions; exact for up to 16,384 people a day and in total. */
      reach: z.object({ unique_users: count, exact: z.boolean(), low: count, high: count }),
      /** Counted net impressions of each placement. */
      by_placement: z.array(z.object({ placement_id: z.string(), impressions: count, viewable: count })),
      /** Stamped impressions that do not count, by reason. */
      mismatches: z.array(z.object({ reason: mismatchReason, impressions: count })),
      /** Newest first. */
      adjustments: z.array(adjustment),
      /** Missing units of an ended package that nothing makes good yet; 0 in other states. */
      short_units: count,
    }),
  }),
} as const satisfies Endpoint

export const createPackage = {
  method: 'POST',
  path: '/api/packages',
  operationId: 'createPackage',
  summary: 'Create a draft',
  tag: 'Commercial',
  auth: 'sell_packages',
  body: newPackage,
  status: 201,
  response: packageAnswer,
} as const satisfies Endpoint

export const changePackage = {
  method: 'PATCH',
  path: '/api/packages/{package_id}',
  operationId: 'changePackage',
  summary: 'Change the terms of a package that is not sold yet; fields that are not sent stay',
  tag: 'Commercial',
  auth: PACKAGE_ACTIONS.change.by,
  params: packageParams,
  body: z.object(terms).partial().extend({ version, reason: reason.optional() }),
  status: 200,
  response: packageAnswer,
} as const satisfies Endpoint

export const steerPackage = {
  method: 'POST',
  path: '/api/packages/{package_id}/steer',
  operationId: 'steerPackage',
  summary: 'Whether the shares of a package follow the plan, and how large they may become; the terms stay',
  tag: 'Commercial',
  auth: PACKAGE_ACTIONS.steer.by,
  params: packageParams,
  body: z.object({
    allocation_mode: z.enum(ALLOCATION_MODES).optional(),
    most_share: z.number().gt(0).max(1).optional(),
    version,
    reason: reason.optional(),
  }),
  status: 200,
  response: packageAnswer,
} as const satisfies Endpoint

export const adjustPackage = {
  method: 'POST',
  path: '/api/packages/{package_id}/adjust',
  operationId: 'adjustPackage',
  summary: 'Change goal, end or delivery of a sold package; the contracted units and their price stay',
  tag: 'Commercial',
  auth: PACKAGE_ACTIONS.adjust.by,
  params: packageParams,
  body: z.object(delivery).partial().extend({ goal_units: units.nullable().optional(), version, reason }),
  status: 200,
  response: packageAnswer,
} as const satisfies Endpoint
