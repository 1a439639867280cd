// Closed lists of pacing and allocation. Does not import zod.

export const ALLOCATION_MODES = ['automatic', 'advise'] as const
/** automatic: shares follow the plan; advise: a person applies them. */
export type AllocationMode = (typeof ALLOCATION_MODES)[number]

export const GAP_REASONS = [
  'tracking_silent',
  'less_traffic',
  'not_shown',
  'low_rate',
  'no_room',
  'advice_not_applied',
  'daily_cap',
  'late_start',
] as const
/**
 * Why a package is behind. tracking_silent: no event of the placement arrives. less_traffic: the placement shows less than it did.
 * not_shown: the ranking service shows the package less often than its share. low_rate: fewer clicks or sales per impression
 * than usual. no_room: limits and other packages leave too little. advice_not_applied: nobody applied the planned share.
 * daily_cap: its own cap. late_start: what was missed before the shares could react.
 */
export type GapReason = (typeof GAP_REASONS)[number]

export const ALLOCATION_CHANGE_KINDS = ['plan', 'advice', 'undo', 'end'] as const

export const ALERT_KINDS = ['under_delivering', 'over_delivering', 'at_risk', 'ended_short', 'completed'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]
