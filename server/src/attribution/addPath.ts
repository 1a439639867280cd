import { ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { lagBucket } from '../lib/lagBucket.ts'
import type { CellOf, CountedConversion } from './countedConversion.ts'

// What one tracked conversion adds to the rollups of paths.

/** Steps of a path that are kept: the last ones. */
export const PATH_STEPS = 5

/** By the day of the sale: for all sales together, and for each placement that the sale passed through. */
export function addPath(conversion: CountedConversion, add: CellOf): void {
  const { touches, at, day, status, commission, decisive } = conversion
  const { path, clipped, leftOut } = pathOf(conversion)
  add('path_daily', [day, `{${path}}`, clipped, `{${leftOut}}`], [1, commission])
  const byPlacement = touchesByPlacement(conversion)
  const deciding = touches.find(({ eventId }) => eventId === decisive)
  for (const passedPlacement of [ALL_PLACEMENTS, ...passedThrough(conversion)]) {
    add('path_sale_daily', [day, passedPlacement], [1, commission, status === 'pending' ? 1 : 0])
    for (const [placement, values] of byPlacement) add('path_touch_daily', [day, passedPlacement, placement], values)
    if (deciding === undefined) continue
    // A touch may have a time shortly after its sale, by another clock: it counts as just before.
    const seconds = Math.max(0, Math.round((at - deciding.at) / 1000))
    add('path_lag_daily', [day, passedPlacement, lagBucket(seconds)], [1, seconds])
  }
}

/** Every placement with a touch, kept or not. */
export function passedThrough({ touches, passed }: CountedConversion): ReadonlySet<string> {
  return new Set([...touches.map(({ placementId }) => placementId), ...(passed ?? [])])
}

/** The last steps, and the placements of the others as a set, so that a filter by placement finds every sale. */
function pathOf(conversion: CountedConversion) {
  const { touches, passed } = conversion
  const steps = touches.map(({ placementId }) => placementId).filter((id, i, all) => id !== all[i - 1])
  const path = steps.slice(-PATH_STEPS)
  return {
    path,
    clipped: steps.length > PATH_STEPS || passed !== null,
    leftOut: [...passedThrough(conversion)].filter((id) => !path.includes(id)).sort(),
  }
}

/** For each placement: touches, 1 if it has the first, 1 if it has the last, seconds before the sale. */
function touchesByPlacement({ touches, at }: CountedConversion): Map<string, number[]> {
  const sums = new Map<string, number[]>()
  for (const [i, touch] of touches.entries()) {
    const sum = sums.get(touch.placementId) ?? [0, 0, 0, 0]
    sums.set(touch.placementId, sum)
    sum[0]! += 1
    if (i === 0) sum[1]! += 1
    if (i === touches.length - 1) sum[2]! += 1
    sum[3]! += Math.round((at - touch.at) / 1000)
  }
  return sums
}
