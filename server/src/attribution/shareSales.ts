import { apportion } from './credit/apportion.ts'
import { WHOLE_CREDIT } from './credit/creditModels.ts'
import type { SoldPath } from './readJourneys.ts'

// A data-driven model gives weights. They share out the sales themselves, so that its credits add up to the same sales
// and commission as those of every other model.

export interface PlacementWeight {
  readonly placement: string
  readonly conversions: number
  readonly commission: number
}

/** Exact to the millionth of a sale; commission in ten-thousandths of the currency. Sales without a touch get no placement. */
export function shareSales(paths: readonly SoldPath[], weights: readonly PlacementWeight[]) {
  const [touched, rest] = [paths.filter(hasTouch), paths.filter((path) => !hasTouch(path))].map(sumOf) as [Sum, Sum]
  const credits = apportion(
    touched.conversions * WHOLE_CREDIT,
    weights.map(({ conversions }) => conversions),
  )
  const money = apportion(
    touched.commission,
    weights.map(({ commission }) => commission),
  )
  const all = touched.conversions * WHOLE_CREDIT
  return {
    rows: weights.map(({ placement }, i) => ({
      placement_id: placement,
      share: all === 0 ? 0 : credits[i]! / all,
      conversions: credits[i]! / WHOLE_CREDIT,
      commission: money[i]!,
    })),
    conversions: touched.conversions,
    commission: touched.commission,
    unattributed: { conversions: rest.conversions, commission: rest.commission },
  }
}

interface Sum {
  readonly conversions: number
  readonly commission: number
}

function sumOf(paths: readonly SoldPath[]): Sum {
  return {
    conversions: paths.reduce((sum, path) => sum + path.conversions, 0),
    commission: paths.reduce((sum, path) => sum + path.commission, 0),
  }
}

function hasTouch({ steps }: SoldPath): boolean {
  return steps.length > 0
}
