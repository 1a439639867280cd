// Closed lists and limits of packages. Does not import zod, so that browser code can use it without loading a validator.

export const PACKAGE_TYPES = ['CPI', 'CPC', 'CPA'] as const
/** Cost per impression (sold per 1,000), per click, per conversion. */
export type PackageType = (typeof PACKAGE_TYPES)[number]

export const PACKAGE_STATES = [
  'draft',
  'quoted',
  'held',
  'booked',
  'live',
  'paused',
  'ended',
  'closed',
  'cancelled',
] as const
export type PackageState = (typeof PACKAGE_STATES)[number]

/** States in which a package uses inventory. */
export const RESERVING_STATES: readonly PackageState[] = ['held', 'booked', 'live', 'paused']

export const BILLING_BASES = ['in_view', 'viewable', 'click', 'conversion'] as const
/** What counts as a unit. in_view: any net impression; viewable: a net impression that was viewable (MRC). */
export type BillingBasis = (typeof BILLING_BASES)[number]

/** The bases that a type may be billed on; the first one is the default. */
export const BASES_OF: Readonly<Record<PackageType, readonly BillingBasis[]>> = {
  CPI: ['in_view', 'viewable'],
  CPC: ['click'],
  CPA: ['conversion'],
}

/** Units that one unit price pays for. */
export const UNITS_PER_PRICE: Readonly<Record<PackageType, bigint>> = { CPI: 1000n, CPC: 1n, CPA: 1n }

/**
 * When delivery ends. run_to_goal: at the goal, at the latest at the end of the flight. hard_stop: at the end of the
 * flight; what exceeds goal and buffer is free of charge.
 */
export const END_RULES = ['run_to_goal', 'hard_stop'] as const
export type EndRule = (typeof END_RULES)[number]

/** How delivery is spread over the flight. even: along the traffic; front_loaded: more of it early; asap: at once. */
export const DELIVERY_MODES = ['even', 'front_loaded', 'asap'] as const
export type DeliveryMode = (typeof DELIVERY_MODES)[number]

/** The status from which a conversion is billed. pending: as soon as it is reported. */
export const BILLED_STATUSES = ['pending', 'confirmed'] as const
export type BilledStatus = (typeof BILLED_STATUSES)[number]

export const MISMATCH_REASONS = [
  'unknown_package',
  'other_merchant',
  'before_start',
  'after_end',
  'not_live',
  'other_placement',
  'bad_slot_token',
] as const
/** Why a stamped exposure does not count for the package it names. It is organic then. */
export type MismatchReason = (typeof MISMATCH_REASONS)[number]
/** What became of a stamp. */
export type StampVerdict = 'counted' | MismatchReason

/** What makes good for a package that ended short: another package at no charge, money, or a later end. */
export const ADJUSTMENT_KINDS = ['makegood', 'credit', 'extension'] as const
export type AdjustmentKind = (typeof ADJUSTMENT_KINDS)[number]

/** Most units of a package: every sum of units is exact. */
export const MAX_UNITS = 1_000_000_000_000
/** The over-delivery buffer, percent of the goal at most. */
export const MAX_BUFFER_PCT = 20
/** Longest flight. */
export const MAX_FLIGHT_DAYS = 400
/** Most rows in a list of mismatches. */
export const MOST_MISMATCHES = 10_000
export const MAX_PLACEMENTS = 1000
/** Longest credit window: as long as a sale may be reported after an exposure. */
export const MAX_CREDIT_WINDOW_DAYS = 400
