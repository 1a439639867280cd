// Decides whether the figures of a day can still change. All answers, files and screens use this rule.

/**
 * - `open`: sales can still be credited to the day or be reported late.
 * - `provisional`: no more sales are expected, but some are pending.
 * - `final`: neither. Later changes are shown as restated, with the date.
 */
export const FINALITIES = ['open', 'provisional', 'final'] as const
export type Finality = (typeof FINALITIES)[number]

export const FINALITY_LABELS: Readonly<Record<Finality, string>> = {
  open: 'Open',
  provisional: 'Provisional',
  final: 'Final',
}

export const FINALITY_WORDS: Readonly<Record<Finality, string>> = {
  open: 'Sales can still be credited to these days or reported late.',
  provisional: 'No new sales are expected; some are still pending.',
  final: 'No new sales are expected and none is pending.',
}

/** @param pending number of pending sales */
export function finalityOf({ isOpen, pending }: { readonly isOpen: boolean; readonly pending: number }): Finality {
  if (isOpen) return 'open'
  return pending > 0 ? 'provisional' : 'final'
}

/** The state of several days is that of the least final one. */
export function finalityOfAll(all: readonly Finality[]): Finality {
  return FINALITIES.find((finality) => all.includes(finality)) ?? 'final'
}

/**
 * Days within which a sale is usually reported: measured (95 % of the sales of the last 30 days), at most 30. This default
 * applies until 100 sales are known.
 */
export const FIRST_REPORTING_LAG_DAYS = 2
export const MAX_REPORTING_LAG_DAYS = 30
export const MIN_SALES_FOR_LAG = 100

/** Columns of a CSV row: whether its figures can still change, and when a final day of the range last changed. */
export const STATE_COLUMNS = ['state', 'restated_at'] as const

interface RangeState {
  readonly open_from: string | null
  readonly finality: {
    readonly state: Finality
    readonly restated: readonly { readonly restated_at: string }[]
  }
}

/** @param pending number of pending sales of the row; when omitted, the row has the state of its range */
export function stateFields({ open_from, finality }: RangeState, pending?: number) {
  const times = finality.restated.map(({ restated_at }) => restated_at).sort()
  const state = pending === undefined ? finality.state : finalityOf({ isOpen: open_from !== null, pending })
  return { state, restated_at: times.at(-1) ?? null }
}
