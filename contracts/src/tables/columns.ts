// What the name of a file's column says about its values. All files follow it, so that a kind of figure has one unit everywhere.

/**
 * - `percent`: 12.5 is 12.5 %. `points`: percentage points. `money`: units of the currency in the column `currency`, decimal text.
 * - `day`: a day of the reporting zone, `2026-11-22`. `instant`: a time in UTC, ISO 8601. `flag`: true or false.
 */
export const COLUMN_KINDS = [
  ...(['text', 'number', 'percent', 'points', 'money', 'day', 'instant', 'flag'] as const),
] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

/** @param column its name in the first line of a file */
export function kindOf(column: string): ColumnKind {
  return PATTERNS.find(([, pattern]) => pattern.test(column))?.[0] ?? 'number'
}

const TEXTS = `category tier state status currency kind reason message actor action target outcome details loop item basis
  recommended_package category_withheld unattributed_reason delivery_feasibility bound_by counted path step
  impressions_per_person field package_type billing_basis end_rule delivery_mode limit_state quote_state owner quoted_by approved_by po_number placements`

/** The first that matches decides. */
const PATTERNS: readonly (readonly [ColumnKind, RegExp])[] = [
  ['percent', /_pct$/],
  ['points', /_pts$/],
  ['instant', /(^|_)(at|until)$/],
  ['day', /(^|_)(day|date)$/],
  ['flag', /(_within_noise$|^eligible$|^clipped$|^is_changed$)/],
  ['text', new RegExp(`(_id|_key|_ref|_name)$|^(${TEXTS.split(/\s+/).join('|')})$`)],
  ['money', /(^|_)(revenue|commission|rpm|price|budget)(_at_risk_30pct)?(_compared|_before|_low|_mid|_high)?$/],
]
