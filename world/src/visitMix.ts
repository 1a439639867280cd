import { Choice } from './distributions.ts'
import type { Model } from './model.ts'

const DAY = 86_400_000

/** Which placements are visited on one day, and the average exposures per visit. */
export interface VisitMix {
  readonly choice: Choice
  readonly exposuresPerVisit: number
}

/** Shares of the placements on the day of `at`: planted share, weekly growth, weekdays and launch. */
export function visitMix(model: Model, at: number): VisitMix {
  const day = Math.floor((at - model.start) / DAY)
  const weekday = model.rhythm.weekday(at)
  // Growth stops after ten weeks, so that a world can run for years.
  const weeks = Math.max(0, Math.min(10, day / 7))
  const visits = model.placements.map((placement, i) => {
    const launch = model.days - (placement.launchedDaysBeforeEnd ?? Number.POSITIVE_INFINITY)
    if (day < launch) return 0
    const exposures = placement.share * (1 + placement.weeklyGrowth) ** weeks * (placement.weekdays?.[weekday] ?? 1)
    return exposures / model.calibration[i]!.shownPerRender
  })
  const total = visits.reduce((sum, value) => sum + value, 0)
  const exposures = visits.reduce((sum, value, i) => sum + value * model.calibration[i]!.shownPerRender, 0)
  return { choice: new Choice(visits), exposuresPerVisit: exposures / total }
}
