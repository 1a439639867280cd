import type { WrapUp } from '../../lib/endpoints.ts'
import { MISMATCH_LABELS, texts } from './strings.ts'

/** A line of the waterfall: a rest, or what is taken from it. */
export interface WaterfallStep {
  readonly label: string
  readonly count: number
  /** taken: shown as a loss. */
  readonly kind: 'rest' | 'taken'
}

/** From all stamped impressions to what is billed; each rest is the one before without what was taken. */
export function waterfallSteps(
  sold: Pick<WrapUp, 'waterfall' | 'clicks' | 'delivery' | 'billing_basis'>,
): WaterfallStep[] {
  const { waterfall, clicks, delivery, billing_basis: basis } = sold
  const rest = (label: string, n: number): WaterfallStep => ({ label, count: n, kind: 'rest' })
  const taken = (label: string, n: number): WaterfallStep[] => (n === 0 ? [] : [{ label, count: n, kind: 'taken' }])
  const ofBasis: Readonly<Record<typeof basis, readonly WaterfallStep[]>> = {
    in_view: [],
    viewable: [
      ...taken(texts.notViewable, waterfall.counted - delivery.viewable),
      rest(texts.viewable, delivery.viewable),
    ],
    click: [
      rest(texts.clicksReceived, clicks.received),
      ...taken(texts.suspectedInvalid, clicks.flagged),
      ...taken(texts.repeatedClicks, clicks.repeated),
      rest(texts.clicksCounted, clicks.counted),
    ],
    conversion: [rest(texts.conversions, delivery.delivered_units)],
  }
  return [
    rest(texts.stampedImpressions, waterfall.received),
    ...taken(texts.suspectedInvalid, waterfall.flagged),
    ...waterfall.mismatched.flatMap(({ reason, impressions }) => taken(MISMATCH_LABELS[reason], impressions)),
    rest(texts.impressionsCounted, waterfall.counted),
    ...ofBasis[basis],
    ...taken(texts.freeOfCharge, delivery.free_units),
    rest(texts.billed, delivery.billed_units),
  ]
}
