import { type ClickFact, creditClick, type ExposureFact, latest, type Windows } from './creditClick.ts'

/** A stored conversion, as far as attribution looks at it. */
export interface ConversionFact {
  readonly at: number
  readonly merchantId: string
  readonly userId: string | null
  readonly clickId: string | null
}

/** The exposure a conversion is credited to, and whether a click led from it. */
export interface Credit {
  readonly through: 'click' | 'view'
  readonly exposure: ExposureFact
}

/** Last touch: the exposure of the named click, else of the last click, else the last one not known unseen; or none. */
export function attributeConversion(
  conversion: ConversionFact,
  clicks: readonly ClickFact[],
  exposures: readonly ExposureFact[],
  windows: Windows,
): Credit | null {
  const inWindow = (at: number) => at <= conversion.at && conversion.at - at <= windows.conversionMs
  const credited = clicks
    .filter((click) => click.merchantId === conversion.merchantId && inWindow(click.at))
    .sort(byTime)
    .flatMap((click) => {
      const exposure = creditClick(click, exposures, windows)
      return exposure ? [{ click, exposure }] : []
    })
  const named = credited.find(({ click }) => click.clickId === conversion.clickId)
  const last = credited.findLast(({ click }) => click.userId === conversion.userId)
  const clicked = named ?? last
  if (clicked) return { through: 'click', exposure: clicked.exposure }
  const seen = latest(exposures.filter((exposure) => isView(exposure, conversion) && inWindow(exposure.at)))
  return seen && { through: 'view', exposure: seen }
}

function isView(exposure: ExposureFact, { userId, merchantId }: ConversionFact): boolean {
  const { viewable, flagged } = exposure
  return exposure.userId === userId && exposure.merchantId === merchantId && viewable !== false && !flagged
}

function byTime(a: ClickFact, b: ClickFact): number {
  return a.at - b.at || (a.clickId < b.clickId ? -1 : 1)
}
