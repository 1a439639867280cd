import { z } from 'zod'
import { amount } from '../events/amount.ts'
import { shortText, uuid } from '../events/fields.ts'
import { CREDIT_MODELS } from '../metrics/creditModels.ts'
import { type Move, PACKAGE_ACTIONS, PERSON_ACTIONS } from '../packages/lifecycle.ts'
import {
  BILLED_STATUSES,
  BILLING_BASES,
  DELIVERY_MODES,
  END_RULES,
  MAX_CREDIT_WINDOW_DAYS,
  MAX_PLACEMENTS,
  MAX_UNITS,
  MISMATCH_REASONS,
  PACKAGE_STATES,
  PACKAGE_TYPES,
} from '../packages/values.ts'
import { count, day, fileQuery, instant, money, name } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const units = z.number().int().min(1).max(MAX_UNITS)
const nameOrId = shortText(128).min(1)
const reason = shortText(500).min(1)
const status = z.enum(PACKAGE_STATES)
/** The version that was changed. Refused when it is no longer the current one; details say what changed. */
const version = z.number().int().min(1).max(2_147_483_647)

/**
 * A day of the reporting zone, or an instant. As the start, a day means its first instant. As the end, a day is included: the
 * flight ends when it is over, also when it has 23 or 25 hours; an instant is not included.
 */
const flightEdge = z.union([day, instant], 'expected a day such as 2026-11-22, or a time with a zone')

const placements = z
  .array(z.object({ placement_id: nameOrId, units: units.nullish() }))
  .max(MAX_PLACEMENTS)
  .meta({
    description:
      'placement_id or placement_key of each, with its units or without; without units they share one pool. Empty: every placement',
  })

/** Terms that may also change while a package is sold. */
const delivery = {
  package_name: name,
  po_number: shortText(64).min(1).nullable(),
  buffer_units: z.number().int().min(0).max(MAX_UNITS),
  cap_units: units.nullable(),
  daily_cap_units: units.nullable(),
  end_rule: z.enum(END_RULES),
  delivery_mode: z.enum(DELIVERY_MODES),
  placements,
  end_date: flightEdge,
}

const terms = {
  ...delivery,
  /** Impressions, clicks or conversions by type. null: a CPA package that guarantees none. */
  guaranteed_units: units.nullable(),
  /** Per 1,000 impressions, per click or per conversion. */
  unit_price: amount,
  /** Of the whole package: units × unit price, rounded to the currency's smallest unit. null without guaranteed units. */
  price: amount.nullable(),
  billing_basis: z.enum(BILLING_BASES),
  start_date: flightEdge,
  /** CPA only: how conversions are credited to the package, and from which status on they are billed. */
  credit_model: z.enum(CREDIT_MODELS).nullable(),
  credit_window_days: z.number().int().min(1).max(MAX_CREDIT_WINDOW_DAYS).nullable(),
  billed_status: z.enum(BILLED_STATUSES).nullable(),
}

const newPackage = z.object({
  ...terms,
  /** merchant_id or merchant_ref. */
  merchant_id: nameOrId,
  package_type: z.enum(PACKAGE_TYPES),
  /** The package that ended short and that this one makes good; of the same merchant. */
  makegood_of: uuid.nullable().default(null),
  /** When omitted: in_view, click or conversion, by type. */
  billing_basis: terms.billing_basis.optional(),
  po_number: terms.po_number.default(null),
  buffer_units: terms.buffer_units.default(0),
  cap_units: terms.cap_units.default(null),
  daily_cap_units: terms.daily_cap_units.default(null),
  end_rule: terms.end_rule.default('run_to_goal'),
  delivery_mode: terms.delivery_mode.default('even'),
  placements: terms.placements.default([]),
  credit_model: terms.credit_model.default(null),
  credit_window_days: terms.credit_window_days.default(null),
  billed_status: terms.billed_status.default(null),
})

const soldPackage = z.object({
  package_id: z.string(),
  merchant_id: z.string(),
  merchant_name: z.string(),
  package_name: z.string(),
  package_type: z.enum(PACKAGE_TYPES),
  status,
  /** Units of the contract; they stay when the goal is adjusted. null: open. */
  guaranteed_units: count.nullable(),
  /** Units to deliver. */
  goal_units: count.nullable(),
  unit_price: money,
  price: money.nullable(),
  billing_basis: z.enum(BILLING_BASES),
  buffer_units: count,
  cap_units: count.nullable(),
  daily_cap_units: count.nullable(),
  end_rule: z.enum(END_RULES),
  delivery_mode: z.enum(DELIVERY_MODES),
  placements: z.array(
    z.object({
      placement_id: z.string(),
      placement_key: z.string(),
      placement_name: z.string(),
      units: count.nullable(),
    }),
  ),
  /** Half-open: the first instant, and the first instant after. */
  start_date: instant,
  end_date: instant,
  /** The local days that it touches, both included. */
  first_day: day,
  last_day: day,
  credit_model: z.enum(CREDIT_MODELS).nullable(),
  credit_window_days: count.nullable(),
  billed_status: z.enum(BILLED_STATUSES).nullable(),
  hold_expires_at: instant.nullable(),
  quoted_by: z.string().nullable(),
  approved_by: z.string().nullable(),
  po_number: z.string().nullable(),
  makegood_of: z.string().nullable(),
  /** Raised by each change of the terms. */
  terms_version: count,
  /** Raised by each change; send it with the next one. */
  version: count,
  /** What it has delivered. delivered_units are counted on the billing basis; billed + free = delivered. */
  delivery: z.object({
    /** Impressions whose stamp counts, with and without suspected invalid traffic, and the viewable ones of the latter. */
    impressions_gross: count,
    impressions: count,
    viewable: count,
    clicks: count,
    repeated_clicks: count,
    /** By the credit rules of the contract; null unless it is a CPA package. */
    conversions: count.nullable(),
    /** Stamped impressions that do not count; they are organic. */
    mismatched: count,
    delivered_units: count,
    /** At most goal and buffer. */
    billed_units: count,
    /** Still owed; null for an open package. */
    remaining_units: count.nullable(),
    /** Beyond goal and buffer, free of charge. */
    free_units: count,
  }),
  /** Units planned until now: even delivery whenever it was live. null for an open package. */
  planned_units: count.nullable(),
  created_at: instant,
  updated_at: instant,
  /** What the caller may do with it now. */
  actions: z.array(z.enum(PERSON_ACTIONS)),
})
export type SoldPackage = z.infer<typeof soldPackage>

const change = z.object({
  version: count,
  terms_version: count,
  /** When it was made, and when it took effect: the clock's changes may be noticed later. */
  recorded_at: instant,
  effective_at: instant,
  /** Staff e-mail; system: the clock. */
  actor: z.string(),
  action: z.string(),
  status_before: status.nullable(),
  status,
  reason: z.string().nullable(),
  /** The values that changed. */
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
})
export type PackageChange = z.infer<typeof change>

const mismatchReason = z.enum(MISMATCH_REASONS)
const params = z.object({ package_id: z.string().regex(/^[\w-]{1,64}$/, 'expected the id of a package') })
const answer = z.object({ data: soldPackage, meta: z.object({ currency: z.string(), time_zone: z.string() }) })

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
      states: z.record(status, count),
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
  params,
  status: 200,
  response: answer.extend({
    data: soldPackage.extend({
      changes: z.array(change),
      /** Distinct people of the counted net impressions; exact for up to 16,384 people a day and in total. */
      reach: z.object({ unique_users: count, exact: z.boolean(), low: count, high: count }),
      /** Counted net impressions of each placement. */
      by_placement: z.array(z.object({ placement_id: z.string(), impressions: count, viewable: count })),
      /** Stamped impressions that do not count, by reason. */
      mismatches: z.array(z.object({ reason: mismatchReason, impressions: count })),
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
  response: answer,
} as const satisfies Endpoint

export const changePackage = {
  method: 'PATCH',
  path: '/api/packages/{package_id}',
  operationId: 'changePackage',
  summary: 'Change the terms of a package that is not sold yet; fields that are not sent stay',
  tag: 'Commercial',
  auth: PACKAGE_ACTIONS.change.by,
  params,
  body: z.object(terms).partial().extend({ version, reason: reason.optional() }),
  status: 200,
  response: answer,
} as const satisfies Endpoint

export const adjustPackage = {
  method: 'POST',
  path: '/api/packages/{package_id}/adjust',
  operationId: 'adjustPackage',
  summary: 'Change goal, end or delivery of a sold package; the contracted units and their price stay',
  tag: 'Commercial',
  auth: PACKAGE_ACTIONS.adjust.by,
  params,
  body: z.object(delivery).partial().extend({ goal_units: units.nullable().optional(), version, reason }),
  status: 200,
  response: answer,
} as const satisfies Endpoint

const why = { given: z.object({ version, reason }), optional: z.object({ version, reason: reason.optional() }) }

function move<const M extends Move, const Body extends z.ZodType>(action: M, summary: string, body: Body) {
  return {
    method: 'POST',
    path: `/api/packages/{package_id}/${action}`,
    operationId: `${action}Package`,
    summary,
    tag: 'Commercial',
    auth: PACKAGE_ACTIONS[action].by,
    params,
    body,
    status: 200,
    response: answer,
  } as const satisfies Endpoint
}

export const quotePackage = move('quote', 'Quote a draft: its terms can be sent to the merchant', why.optional)
export const holdPackage = move('hold', 'Reserve inventory for a quoted package for some days', why.optional)
export const releasePackage = move('release', 'End a hold before it expires', why.optional)
export const withdrawPackage = move('withdraw', 'Cancel a package that is not sold yet', why.given)
export const approvePackage = move(
  'approve',
  'Book a held package. Below the floor price somebody else than the people who wrote its terms has to, with a reason',
  why.optional,
)
export const pausePackage = move('pause', 'Stop delivering for a while', why.given)
export const resumePackage = move(
  'resume',
  'Deliver again; the backlog is spread over what is left of the flight',
  why.optional,
)
export const cancelPackage = move('cancel', 'Cancel a sold package for good', why.given)
export const closePackage = move('close', 'Close an ended package: its figures were checked and invoiced', why.optional)

export const listMismatches = {
  method: 'GET',
  path: '/api/package-mismatches',
  operationId: 'listMismatches',
  summary:
    'Stamped impressions that do not count for their package, by hour and reason, newest first; at most 10,000 rows',
  tag: 'Commercial',
  auth: 'read_packages',
  query: z.object({ start_date: day, end_date: day, format: z.enum(['json', 'csv']).default('json') }),
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        hour: instant,
        /** null: no package has the id of the stamp. */
        package_id: z.string().nullable(),
        package_name: z.string().nullable(),
        placement_id: z.string(),
        reason: mismatchReason,
        /** Suspected invalid traffic included. */
        impressions: count,
      }),
    ),
    meta: z.object({ time_zone: z.string() }),
  }),
  csv: true,
} as const satisfies Endpoint
