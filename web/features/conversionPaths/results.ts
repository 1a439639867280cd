import type { ModelRun } from '@bx/contracts/endpoints/modelRuns'
import type { ConversionPaths } from '../../lib/endpoints.ts'

export type DataDrivenModel = ModelRun['model']

/** Credit by placement; null when the model is not computed for exactly the sales of the screen. */
export type Results = Readonly<Record<DataDrivenModel, ReadonlyMap<string, number> | null>>

/** The newest results of a report, if they share the sales that it shows. */
export function resultsOf(runs: readonly ModelRun[], { data, meta }: ConversionPaths, isFiltered: boolean): Results {
  const credited = data.models.totals.conversions - data.models.unattributed.conversions
  const of = (model: DataDrivenModel) => {
    const run = runs.find((one) => one.model === model && one.start === meta.start && one.end === meta.end)
    if (isFiltered || run?.result == null || Math.abs(run.result.conversions - credited) > 1e-6) return null
    return new Map(run.result.rows.map((row) => [row.placement_id, row.conversions]))
  }
  return { markov: of('markov'), shapley: of('shapley') }
}
