import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import { type ExposureFact, latest, type Windows } from './creditClick.ts'

/** A stored conversion, as far as attribution looks at it. Times are epoch milliseconds. */
export interface ConversionFact {
  readonly at: number
  readonly merchantId: string
  /** Of the sale, or of the click it names when only that one knows. */
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
  /** A click within the window credits it. */
  readonly clicked: boolean
}

/** A click with the exposure it was credited to. */
export interface CreditedClick {
  readonly clickId: string
  readonly at: number
  /** null: from the ledger alone, which knows no user. */
  readonly userId: string | null
  readonly merchantId: string
  readonly exposure: Omit<Touch, 'clicked'>
}

export interface Attribution {
  /** click: a click led from the decisive touch; view: it was only seen. */
  readonly through: 'click' | 'view'
  readonly decisive: string
  /** In order of time, at most MAX_TOUCHES; the decisive one is among them. */
  readonly touches: readonly Touch[]
}

export interface Evidence {
  readonly clicks: readonly CreditedClick[]
  readonly exposures: readonly ExposureFact[]
  /** Touches found earlier whose raw rows are gone since; all of them lie before every exposure given. */
  readonly kept: readonly Touch[]
}

/**
 * The touches of a conversion and the one that last touch credits: the exposure of the named click, else of the last
 * click, else the last one not known unseen. null: there is none.
 */
export function attributeConversion(
  conversion: ConversionFact,
  { clicks, exposures, kept }: Evidence,
  windows: Windows,
): Attribution | null {
  const inWindow = (at: number) => at <= conversion.at && conversion.at - at <= windows.conversionMs
  const own = clicks
    .filter((click) => click.merchantId === conversion.merchantId && inWindow(click.at) && isOf(conversion, click))
    .sort((a, b) => a.at - b.at || (a.clickId < b.clickId ? -1 : 1))
  const seen = exposures.filter((exposure) => isView(exposure, conversion) && inWindow(exposure.at))
  const clicked =
    own.find(({ clickId }) => clickId === conversion.clickId)?.exposure ??
    own.findLast(({ userId }) => userId !== null && userId === conversion.userId)?.exposure ??
    kept.findLast((touch) => touch.clicked)
  const decisive = clicked ?? latest(seen) ?? kept.at(-1)
  if (!decisive) return null
  const touches = atMost(MAX_TOUCHES, touchesOf(own, seen, kept), decisive.eventId)
  return { through: clicked ? 'click' : 'view', decisive: decisive.eventId, touches }
}

/** The first, the decisive one and the latest of the others, still by time. */
function atMost(max: number, touches: readonly Touch[], decisive: string): readonly Touch[] {
  if (touches.length <= max) return touches
  const isSure = ({ eventId }: Touch, i: number) => i === 0 || eventId === decisive
  const others = touches.filter((touch, i) => !isSure(touch, i))
  const dropped = new Set(others.slice(0, touches.length - max))
  return touches.filter((touch) => !dropped.has(touch))
}

function isOf({ clickId, userId }: ConversionFact, click: CreditedClick): boolean {
  return click.clickId === clickId || (click.userId !== null && click.userId === userId)
}

function isView(exposure: ExposureFact, { userId, merchantId }: ConversionFact): boolean {
  const { viewable, flagged } = exposure
  return exposure.userId === userId && exposure.merchantId === merchantId && viewable !== false && !flagged
}

/** Each exposure once, clicked if any evidence says so; by time. */
function touchesOf(clicks: readonly CreditedClick[], seen: readonly ExposureFact[], kept: readonly Touch[]): Touch[] {
  const touches = new Map<string, Touch>(kept.map((touch) => [touch.eventId, touch]))
  for (const exposure of seen) touches.set(exposure.eventId, touchOf(exposure, false))
  for (const { exposure } of clicks) touches.set(exposure.eventId, touchOf(exposure, true))
  return [...touches.values()].sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1))
}

function touchOf({ eventId, at, day, placementId, packageId }: Omit<Touch, 'clicked'>, clicked: boolean): Touch {
  return { eventId, at, day, placementId, packageId, clicked }
}
