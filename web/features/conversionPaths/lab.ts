import { LAB_LABELS, LAB_MODELS, type Lab } from '@bx/contracts/metrics/attributionLab'
import { credit } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

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
