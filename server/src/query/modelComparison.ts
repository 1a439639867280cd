import { MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import { percent, round } from '@bx/contracts/metrics/metric'
import type { Tx } from '../store/db.ts'
import { NONE } from '../store/reachKey.ts'
import { conversionsOf } from './outcomes.ts'
import type { Days } from './period.ts'

/** Tracked conversions of a placement under a model, millionths. */
export interface ModelCredit {
  readonly model: Model
  readonly placementId: string
  readonly credit: number
}

export async function readModels(tx: Tx, merchantId: string, days: Days): Promise<ModelCredit[]> {
  return tx<ModelCredit[]>`
    select model, placement_id as "placementId", sum(pending + confirmed)::bigint as credit
    from outcome_daily
    where merchant_id = ${merchantId} and model = any(${`{${MODELS}}`}::text[]) and day between ${days.start} and ${days.end}
      and placement_id <> ${NONE}
    group by 1, 2`
}

/** All models side by side, and how far each is from last touch. */
export function compareModels(credits: readonly ModelCredit[], names: ReadonlyMap<string, string>) {
  const byPlacement = Map.groupBy(credits, ({ placementId }) => placementId)
  const creditOf = (placementId: string, model: Model) =>
    byPlacement.get(placementId)?.find((row) => row.model === model)?.credit ?? 0
  const placements = [...byPlacement.keys()].sort((a, b) => creditOf(b, 'last_touch') - creditOf(a, 'last_touch'))
  return {
    rows: placements.map((placementId) => ({
      placement_id: placementId,
      placement_name: names.get(placementId) ?? placementId,
      credits: forEachModel((model) => round(conversionsOf(creditOf(placementId, model)), 2)),
    })),
    disagreement_pct: forEachModel((model) =>
      percent(
        distance(
          placements.map((id) => creditOf(id, model)),
          placements.map((id) => creditOf(id, 'last_touch')),
        ),
        1,
      ),
    ),
  }
}

function forEachModel<T>(value: (model: Model) => T): Record<Model, T> {
  return Object.fromEntries(MODELS.map((model) => [model, value(model)])) as Record<Model, T>
}

/** Half the sum of absolute differences of shares, 0..1 (total variation distance); null without credit. */
function distance(a: readonly number[], b: readonly number[]): number | null {
  const [sumA, sumB] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0)) as [number, number]
  if (sumA === 0 || sumB === 0) return null
  return a.reduce((sum, value, i) => sum + Math.abs(value / sumA - b[i]! / sumB), 0) / 2
}
