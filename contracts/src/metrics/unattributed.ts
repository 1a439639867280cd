/** Why a sale is not attributed. A sale that names a click is never credited to a view in another placement. */
export const UNATTRIBUTED_REASONS = [
  'no_exposure',
  'unknown_click',
  'invalid_click',
  'click_too_old',
  'click_after_sale',
  'click_without_exposure',
] as const
export type UnattributedReason = (typeof UNATTRIBUTED_REASONS)[number]

export const UNATTRIBUTED_LABELS: Readonly<Record<UnattributedReason, string>> = {
  no_exposure: 'no impression seen or clicked by the buyer in the window',
  unknown_click: 'their click was never received',
  invalid_click: 'their click is suspected invalid traffic',
  click_too_old: 'their click is older than the window',
  click_after_sale: 'their click is more than 5 minutes after the sale',
  click_without_exposure: 'no impression is known for their click',
}

/** Columns of a CSV about sales, after those of its view. */
export const EVIDENCE_COLUMNS = ['unattributed_reason', 'click_minutes', 'conversion_hours'] as const

interface Sales {
  readonly conversions: number
  readonly total_revenue: string
}

/**
 * The rows of such a CSV: those of the view, then one per reason for unattributed sales, so that conversions add up to all
 * sales. Each row has the windows, in elapsed hours.
 */
export function withUnattributed<R extends object>(
  rows: readonly R[],
  reasons: readonly (Sales & { readonly reason: UnattributedReason })[],
  { click_minutes, conversion_hours }: { readonly click_minutes: number; readonly conversion_hours: number },
) {
  const windows = { click_minutes, conversion_hours }
  const unattributed = reasons.map(({ reason, conversions, total_revenue }) => {
    return { conversions, total_revenue, unattributed_reason: reason, ...windows }
  })
  return [...rows.map((row) => ({ ...row, unattributed_reason: null, ...windows })), ...unattributed]
}
