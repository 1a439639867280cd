import { LAB_LABELS, LAB_MODELS, type Lab } from '@bx/contracts/metrics/attributionLab'
import { credit } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** Made from the figures of the table: does the model change which placement leads? */
export function labAnswer({ rows, credited }: Lab): AnswerSentence {
  if (credited === 0) return { lead: texts.noSaleInTheseDays, rest: '' }
  const sales = (n: number) => texts.salesWith(credit(n), n === 1)
  const leaders = LAB_MODELS.flatMap((model) => {
    const best = rows
      .filter((row) => row.cells[model] !== null)
      .toSorted((a, b) => (b.cells[model]?.credit ?? 0) - (a.cells[model]?.credit ?? 0))[0]
    return best ? [{ model, id: best.id, name: best.name, credit: best.cells[model]!.credit }] : []
  })
  const decisive = leaders[0]!
  const other = leaders.find(({ id }) => id !== decisive.id)
  const most = texts.leadsByDecisiveTouchOf(decisive.name, credit(decisive.credit), sales(credited))
  if (other)
    return {
      lead: texts.theModelChangesTheAnswer,
      rest: texts.by(most, other.name, LAB_LABELS[other.model].toLowerCase(), credit(other.credit)),
    }
  const widest = rows.toSorted((a, b) => (b.spread ?? 0) - (a.spread ?? 0))[0]!
  return {
    lead: texts.leadsUnderEveryModel(decisive.name),
    rest: texts.theShareOfDiffersMost(most, widest.name, (widest.spread ?? 0).toFixed(1)),
  }
}
