import { CREDIT_MODELS, MODEL_LABELS, type Model } from '@bx/contracts/metrics/creditModels'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { credit } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import type { DataDrivenModel, Results } from './results.ts'

// The table of the lab. Each column shares the same sales: those of the range with a touch, by the day of the sale.

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

export function labOf({ data }: ConversionPaths, results: Results): Lab {
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

/** Made from the figures of the table: does the model change which placement leads? */
export function labAnswer({ rows, credited }: Lab): AnswerSentence {
  if (credited === 0) return { lead: 'No sale in these days had an impression before it.', rest: '' }
  const sales = (n: number) => `${credit(n)} ${n === 1 ? 'sale' : 'sales'}`
  const leaders = LAB_MODELS.flatMap((model) => {
    const best = rows
      .filter((row) => row.cells[model] !== null)
      .toSorted((a, b) => (b.cells[model]?.credit ?? 0) - (a.cells[model]?.credit ?? 0))[0]
    return best ? [{ model, id: best.id, name: best.name, credit: best.cells[model]!.credit }] : []
  })
  const decisive = leaders[0]!
  const other = leaders.find(({ id }) => id !== decisive.id)
  const most = `${decisive.name} leads by decisive touch (${credit(decisive.credit)} of ${sales(credited)})`
  if (other)
    return {
      lead: 'The model changes the answer.',
      rest: `${most}, ${other.name} by ${LAB_LABELS[other.model].toLowerCase()} (${credit(other.credit)}).`,
    }
  const widest = rows.toSorted((a, b) => (b.spread ?? 0) - (a.spread ?? 0))[0]!
  return {
    lead: `${decisive.name} leads under every model.`,
    rest: `${most}. The share of ${widest.name} differs most: by ${(widest.spread ?? 0).toFixed(1)} points.`,
  }
}

function shareOf(value: number, all: number): number | null {
  return all === 0 ? null : (value / all) * 100
}

function byModel<T>(value: (model: LabModel) => T): Record<LabModel, T> {
  return Object.fromEntries(LAB_MODELS.map((model) => [model, value(model)])) as Record<LabModel, T>
}
