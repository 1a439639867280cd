import { z } from 'zod'
import { amount } from '../events/amount.ts'
import { shortText, uuid } from '../events/fields.ts'
import { CREDIT_MODELS } from '../metrics/creditModels.ts'
import {
  BILLED_STATUSES,
  BILLING_BASES,
  DELIVERY_MODES,
  END_RULES,
  MAX_CREDIT_WINDOW_DAYS,
  MAX_PLACEMENTS,
  MAX_UNITS,
  PACKAGE_TYPES,
} from '../packages/values.ts'
import { day, instant, name } from './common.ts'

// The terms of a package as people send them.

export const units = z.number().int().min(1).max(MAX_UNITS)
export const nameOrId = shortText(128).min(1)
export const reason = shortText(500).min(1)
/** The version that was changed. Refused when it is no longer the current one; details say what changed. */
export const version = z.number().int().min(1).max(2_147_483_647)

/**
 * A day of the reporting zone, or an instant. As the start, a day means its first instant. As the end, a day is included: the
 * flight ends when it is over, also when it has 23 or 25 hours; an instant is not included.
 */
export const flightEdge = z.union([day, instant], 'expected a day such as 2026-11-22, or a time with a zone')

const placements = z
  .array(z.object({ placement_id: nameOrId, units: units.nullish() }))
  .max(MAX_PLACEMENTS)
  .meta({
    description:
      'placement_id or placement_key of each, with its units or without; without units they share one pool. Empty: every placement',
  })

/** Terms that may also change while a package is sold. */
export const delivery = {
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

export const terms = {
  ...delivery,
  /** Impressions, clicks or conversions by type. null: a CPA package that guarantees none. */
  guaranteed_units: units.nullable(),
  /** Per 1,000 impressions, per click or per conversion. */
  unit_price: amount,
  /** Of the whole package: units × unit price, rounded to the currency's smallest unit. null without guaranteed units. */
  price: amount.nullable(),
  billing_basis: z.enum(BILLING_BASES),
  start_date: flightEdge,
  /** Only exposures with a valid slot token count: `slot_token`, made by the ranking service. */
  requires_slot_token: z.boolean(),
  /** CPA only: how conversions are credited to the package, and from which status on they are billed. */
  credit_model: z.enum(CREDIT_MODELS).nullable(),
  credit_window_days: z.number().int().min(1).max(MAX_CREDIT_WINDOW_DAYS).nullable(),
  billed_status: z.enum(BILLED_STATUSES).nullable(),
}

export const newPackage = z.object({
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
  requires_slot_token: terms.requires_slot_token.default(false),
  credit_model: terms.credit_model.default(null),
  credit_window_days: terms.credit_window_days.default(null),
  billed_status: terms.billed_status.default(null),
})
