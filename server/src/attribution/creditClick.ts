/** A stored exposure, as attribution reads it. Times are epoch milliseconds. */
export interface ExposureFact {
  readonly eventId: string
  readonly at: number
  readonly day: string
  readonly userId: string
  readonly sessionId: string
  readonly merchantId: string
  readonly placementId: string
  readonly packageId: string | null
  readonly viewable: boolean | null
  readonly flagged: boolean
}

/** A stored click, as attribution reads it. */
export interface ClickFact {
  readonly clickId: string
  readonly at: number
  readonly userId: string
  readonly sessionId: string
  readonly merchantId: string
  readonly exposureEventId: string | null
  readonly placementId: string | null
  readonly flagged: boolean
}

/** How far back attribution looks. */
export interface Windows {
  readonly clickMs: number
  readonly conversionMs: number
  /** How far a named exposure may be after its click, because clocks differ. */
  readonly aheadMs: number
}

/**
 * The exposure a click credits: the one it names, regardless of its user id (people sign in while they browse); else its
 * placement's latest in the session and window, else the session's latest there; or none.
 * @param exposures any; those unrelated to the click are ignored
 */
export function creditClick(
  click: ClickFact,
  exposures: readonly ExposureFact[],
  windows: Windows,
): ExposureFact | null {
  if (click.flagged) return null
  const own = exposures.filter((exposure) => !exposure.flagged && exposure.merchantId === click.merchantId)
  const named = own.find(({ eventId, at }) => eventId === click.exposureEventId && at - click.at <= windows.aheadMs)
  if (named) return named
  const near = own.filter(
    ({ sessionId, at }) => sessionId === click.sessionId && at <= click.at && click.at - at <= windows.clickMs,
  )
  return latest(near.filter(({ placementId }) => placementId === click.placementId)) ?? latest(near)
}

/** The latest exposure; of two at the same time the greater id, so that the result never depends on row order. */
export function latest(exposures: readonly ExposureFact[]): ExposureFact | null {
  return exposures.reduce<ExposureFact | null>((best, next) => (best && !isLater(next, best) ? best : next), null)
}

function isLater(a: ExposureFact, b: ExposureFact): boolean {
  return a.at === b.at ? a.eventId > b.eventId : a.at > b.at
}
