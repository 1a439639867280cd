import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import type { UnattributedReason } from '@bx/contracts/metrics/unattributed'
import { type ExposureFact, latest, type Windows } from './creditClick.ts'

/** A stored conversion, as attribution reads it. Times are epoch milliseconds. */
export interface ConversionFact {
  readonly at: number
  readonly merchantId: string
  /** Of the sale, or of the click it names if only the click has one. */
  readonly userId: string | null
  readonly clickId: string | null
}

/** An exposure that may have led to a conversion. */
export interface Touch {
  readonly eventId: string
  readonly at: number
  readonly day: string
  readonly placementId: string
  readonly packageId: string | null
  /** A click within the window is credited to it. */
  readonly clicked: boolean
}

/** A click with the exposure it was credited to. */
export interface CreditedClick {
  readonly clickId: string
  readonly at: number
  readonly userId: string
  readonly merchantId: string
  readonly exposure: Omit<Touch, 'clicked'>
}

/** The click that a conversion names, from the ledger. */
export interface NamedClick {
  readonly at: number
  readonly flagged: boolean
  /** The placement that the click itself reports. */
  readonly placementId: string | null
  /** What it was credited to. */
  readonly exposure: Omit<Touch, 'clicked'> | null
}

export interface Attribution {
  /** click: a click led from the decisive touch; view: it was only seen; null: not attributed. */
  readonly touchType: 'click' | 'view' | null
  readonly decisive: string | null
  /** Why it is not attributed; null if it is. */
  readonly reason: UnattributedReason | null
  /** In order of time, at most MAX_TOUCHES, including the decisive one. Empty if it is not attributed. */
  readonly touches: readonly Touch[]
  /** Placements of the touches that are not kept; null if all are. */
  readonly dropped: readonly string[] | null
}

export interface Evidence {
  /** The click it names; null if no click of its merchant has that id. */
  readonly named: NamedClick | null
  /** Of its user. */
  readonly clicks: readonly CreditedClick[]
  readonly exposures: readonly ExposureFact[]
  /** Touches found earlier whose raw rows are gone; all of them are before every exposure given. */
  readonly kept: readonly Touch[]
}

/**
 * The touches of a conversion and the decisive one: the exposure of the click it names, else of the last click, else
 * the last exposure not measured as out of view. If the named click is not accepted as evidence, the conversion is not
 * attributed.
 */
export function attributeConversion(conversion: ConversionFact, evidence: Evidence, windows: Windows): Attribution {
  const refusal = conversion.clickId === null ? null : refusalOf(conversion, evidence.named, windows)
  if (refusal !== null) return unattributed(refusal)
  return decide(conversion, evidence, windows)
}

/** Why the named click is not accepted. The clocks of the two differ, and networks truncate times to the second. */
function refusalOf(
  { at }: ConversionFact,
  named: NamedClick | null,
  { aheadMs, conversionMs }: Windows,
): UnattributedReason | null {
  if (named === null) return 'unknown_click'
  if (named.flagged) return 'invalid_click'
  if (named.at - at > aheadMs) return 'click_after_sale'
  return at - named.at > conversionMs ? 'click_too_old' : null
}

function decide(
  conversion: ConversionFact,
  { named, clicks, exposures, kept }: Evidence,
  windows: Windows,
): Attribution {
  const inWindow = (at: number) => at <= conversion.at && conversion.at - at <= windows.conversionMs
  const own = clicks
    .filter((click) => isOf(conversion, click) && inWindow(click.at))
    .sort((a, b) => a.at - b.at || (a.clickId < b.clickId ? -1 : 1))
    .map(({ exposure }) => exposure)
  const seen = exposures.filter((exposure) => isView(exposure, conversion) && inWindow(exposure.at))
  // If the named click credits no exposure, the buyer's other evidence counts, but only on the placement it names.
  const place = named?.placementId ?? null
  const isThere = ({ placementId }: { readonly placementId: string }) => place === null || placementId === place
  const clicked = named?.exposure ?? own.findLast(isThere) ?? kept.findLast((touch) => touch.clicked && isThere(touch))
  const decisive = clicked ?? latest(seen.filter(isThere)) ?? kept.findLast(isThere)
  if (!decisive) return unattributed(named ? 'click_without_exposure' : 'no_exposure')
  const all = touchesOf(named?.exposure ? [...own, named.exposure] : own, seen, kept)
  const touches = atMost(MAX_TOUCHES, all, decisive.eventId)
  const dropped = all.filter((touch) => !touches.includes(touch)).map(({ placementId }) => placementId)
  return {
    touchType: clicked ? 'click' : 'view',
    decisive: decisive.eventId,
    reason: null,
    touches,
    dropped: dropped.length > 0 ? dropped : null,
  }
}

function unattributed(reason: UnattributedReason): Attribution {
  return { touchType: null, decisive: null, reason, touches: [], dropped: null }
}

/** The first, the decisive one and the latest of the others, ordered by time. */
function atMost(max: number, touches: readonly Touch[], decisive: string): readonly Touch[] {
  if (touches.length <= max) return touches
  const isSure = ({ eventId }: Touch, i: number) => i === 0 || eventId === decisive
  const others = touches.filter((touch, i) => !isSure(touch, i))
  const dropped = new Set(others.slice(0, touches.length - max))
  return touches.filter((touch) => !dropped.has(touch))
}

function isOf({ merchantId, userId }: ConversionFact, click: CreditedClick): boolean {
  return click.merchantId === merchantId && click.userId === userId
}

function isView(exposure: ExposureFact, { userId, merchantId }: ConversionFact): boolean {
  const { viewable, flagged } = exposure
  return exposure.userId === userId && exposure.merchantId === merchantId && viewable !== false && !flagged
}

/** Each exposure once, clicked if any evidence shows a click; ordered by time. */
function touchesOf(
  clicked: readonly Omit<Touch, 'clicked'>[],
  seen: readonly ExposureFact[],
  kept: readonly Touch[],
): Touch[] {
  const touches = new Map<string, Touch>(kept.map((touch) => [touch.eventId, touch]))
  for (const exposure of seen) touches.set(exposure.eventId, touchOf(exposure, false))
  for (const exposure of clicked) touches.set(exposure.eventId, touchOf(exposure, true))
  return [...touches.values()].sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1))
}

function touchOf({ eventId, at, day, placementId, packageId }: Omit<Touch, 'clicked'>, clicked: boolean): Touch {
  return { eventId, at, day, placementId, packageId, clicked }
}
