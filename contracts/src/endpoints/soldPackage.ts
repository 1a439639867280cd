import { z } from 'zod'
import { CREDIT_MODELS } from '../metrics/creditModels.ts'
import { PERSON_ACTIONS } from '../packages/lifecycle.ts'
import { ALLOCATION_MODES } from '../packages/pacingValues.ts'
import {
  BILLED_STATUSES,
  BILLING_BASES,
  DELIVERY_MODES,
  END_RULES,
  MISMATCH_REASONS,
  PACKAGE_STATES,
  PACKAGE_TYPES,
} from '../packages/values.ts'
import { count, day, instant, money } from './common.ts'
import { pacing } from './packagePacing.ts'

// A package and its changes as the API sends them.

export const soldPackage = z.object({
  package_id: z.string(),
  merchant_id: z.string(),
  merchant_name: z.string(),
  merchant_ref: z.string().nullable(),
  package_name: z.string(),
  package_type: z.enum(PACKAGE_TYPES),
  status: z.enum(PACKAGE_STATES),
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
  requires_slot_token: z.boolean(),
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
  /** Units planned until now, along the traffic of its flight whenever it was live. null for an open package. */
  planned_units: count.nullable(),
  /** What the last check found; null before the first one. */
  pacing: pacing.nullable(),
  /** automatic: the shares of its placements follow the plan; advise: a person applies them. */
  allocation_mode: z.enum(ALLOCATION_MODES),
  /** Largest share of the renders of a placement that it may get. */
  most_share: z.number(),
  created_at: instant,
  updated_at: instant,
  /** What the caller may do with it now. */
  actions: z.array(z.enum(PERSON_ACTIONS)),
})
export type SoldPackage = z.infer<typeof soldPackage>

export const packageChange = z.object({
  version: count,
  terms_version: count,
  /** When it was made, and when it took effect: the clock's changes may be noticed later. */
  recorded_at: instant,
  effective_at: instant,
  /** Staff e-mail; system: the clock. */
  actor: z.string(),
  action: z.string(),
  status_before: z.enum(PACKAGE_STATES).nullable(),
  status: z.enum(PACKAGE_STATES),
  reason: z.string().nullable(),
  /** The values that changed. */
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
})
export type PackageChange = z.infer<typeof packageChange>

export const mismatchReason = z.enum(MISMATCH_REASONS)
export const packageParams = z.object({ package_id: z.string().regex(/^[\w-]{1,64}$/, 'expected the id of a package') })
export const packageAnswer = z.object({
  data: soldPackage,
  meta: z.object({ currency: z.string(), time_zone: z.string() }),
})
