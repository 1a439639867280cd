import type { conversionPaths } from '../endpoints/conversionPaths.ts'
import type { Answer } from '../endpoints/endpoint.ts'
import type { ModelRun } from '../endpoints/modelRuns.ts'
import { CREDIT_MODELS, MODEL_LABELS, type Model } from './creditModels.ts'

// The table of the attribution lab. Each column shares the same sales: those of the range with a touch, by the day of the sale.

type Paths = Answer<typeof conversionPaths>

export type DataDrivenModel = ModelRun['model']
export type LabModel = Exclude<Model, 'any_touch'> | DataDrivenModel

export const LAB_MODELS: readonly LabModel[] = [...CREDIT_MODELS, 'markov', 'shapley']

export const LAB_LABELS: Readonly<Record<LabModel, string>> = {
  ...MODEL_LABELS,
  markov: 'Markov',
  shapley: 'Shapley',
}

export interface LabCell {
  readonly credit: number
  /** Of all credited sales, percent; null without sales. */
  readonly share: number | null
  /** Points of share more than the decisive touch gives. */
  readonly points: number | null
}

export interface LabRow {
  readonly id: string
  readonly name: string
  /** null: the model is not computed for these sales. */
  readonly cells: Readonly<Record<LabModel, LabCell | null>>
  /** Between the lowest and the highest share, points. */
  readonly spread: number | null
}

export interface Lab {
  readonly rows: readonly LabRow[]
  /** Sales with a touch: the total of each column. */
  readonly credited: number
  readonly models: Readonly<Record<LabModel, boolean>>
}

/** Credit by placement; null when the model is not computed for exactly the sales of the answer. */
export type Results = Readonly<Record<DataDrivenModel, ReadonlyMap<string, number> | null>>

/** The newest results of an answer, if they share the sales that it shows. */
export function resultsOf(runs: readonly ModelRun[], { data, meta }: Paths, isFiltered: boolean): Results {
  const credited = data.models.totals.conversions - data.models.unattributed.conversions
  const of = (model: DataDrivenModel) => {
    const run = runs.find((one) => one.model === model && one.start === meta.start && one.end === meta.end)
    if (isFiltered || run?.result == null || Math.abs(run.result.conversions - credited) > 1e-6) return null
    return new Map(run.result.rows.map((row) => [row.placement_id, row.conversions]))
  }
  return { markov: of('markov'), shapley: of('shapley') }
}

/** The rows of the lab: the placements of the answer, and those that only a data-driven model credits. */
export function labOf({ data }: Pick<Paths, 'data'>, results: Results): Lab {
  const { rows, totals, unattributed } = data.models
  const credited = totals.conversions - unattributed.conversions
  const creditOf = (model: LabModel, id: string, credits: Readonly<Record<Model, number>> | undefined) =>
    model === 'markov' || model === 'shapley' ? results[model]?.get(id) : credits?.[model]
  const known = new Map(rows.map((row) => [row.placement_id, row]))
  const ids = new Set([...known.keys(), ...(results.markov?.keys() ?? []), ...(results.shapley?.keys() ?? [])])
  const names = new Map(data.placements.map((row) => [row.placement_id, row.placement_name]))
  const isIn = (model: LabModel) => (model === 'markov' || model === 'shapley' ? results[model] !== null : true)
  return {
    credited,
    models: byModel(isIn),
    rows: [...ids].map((id) => {
      const credits = known.get(id)?.credits
      const decisive = shareOf(creditOf('decisive_touch', id, credits) ?? 0, credited)
      const cells = byModel((model): LabCell | null => {
        if (!isIn(model)) return null
        const value = creditOf(model, id, credits) ?? 0
        const share = shareOf(value, credited)
        return { credit: value, share, points: share === null || decisive === null ? null : share - decisive }
      })
      const shares = Object.values(cells).flatMap((cell) => cell?.share ?? [])
      const spread = shares.length === 0 ? null : Math.max(...shares) - Math.min(...shares)
      return { id, name: names.get(id) ?? known.get(id)?.placement_name ?? id, cells, spread }
    }),
  }
}

function shareOf(value: number, all: number): number | null {
  return all === 0 ? null : (value / all) * 100
}

function byModel<T>(value: (model: LabModel) => T): Record<LabModel, T> {
  return Object.fromEntries(LAB_MODELS.map((model) => [model, value(model)])) as Record<LabModel, T>
}
