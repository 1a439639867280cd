import type { StampVerdict } from '@bx/contracts/packages/values'
import type { SlotTokenResult } from './slotToken.ts'

// Whether a stamp counts. It depends on the state that the package had when the exposure was shown, not on its state now: so a
// late event gets the verdict that it would have got in time.

/** Instants in milliseconds. */
export interface PackageHistory {
  readonly merchantId: string
  readonly requiresToken: boolean
  /** State and flight from `at` on, by time. */
  readonly stages: readonly {
    readonly at: number
    readonly status: string
    readonly start: number
    readonly end: number
  }[]
  /** Where it was sold, [from, until). At a time without any: everywhere. */
  readonly placements: readonly { readonly placementId: string; readonly from: number; readonly until: number }[]
}

export interface StampedEvent {
  readonly at: number
  readonly merchantId: string
  readonly placementId: string
  readonly slotToken: SlotTokenResult | null
}

/** @param history undefined: no package has the id of the stamp */
export function stampVerdict(
  history: PackageHistory | undefined,
  { at, merchantId, placementId, slotToken }: StampedEvent,
): StampVerdict {
  if (history === undefined) return 'unknown_package'
  if (history.merchantId !== merchantId) return 'other_merchant'
  const stage = history.stages.findLast((one) => one.at <= at)
  if (stage === undefined) return 'not_live'
  // A booked package is live from its start on, also before a worker writes so; likewise it ends at its end.
  const isSold = SOLD.has(stage.status)
  if (isSold && at < stage.start) return 'before_start'
  if (isSold && at >= stage.end) return 'after_end'
  // An ended package is complete if its flight goes on: what is still shown is counted, free of charge. Otherwise the verdict
  // of an exposure would depend on how soon a worker noticed that the goal was reached.
  if (!COUNTING.has(stage.status)) return 'not_live'
  const sold = history.placements.filter(({ from, until }) => from <= at && at < until)
  if (sold.length > 0 && !sold.some((one) => one.placementId === placementId)) return 'other_placement'
  return history.requiresToken && slotToken !== 'valid' ? 'bad_slot_token' : 'counted'
}

const COUNTING: ReadonlySet<string> = new Set(['booked', 'live', 'ended', 'closed'])
const SOLD: ReadonlySet<string> = new Set(['booked', 'live', 'paused', 'ended', 'closed'])
