import { LAB_LABELS, type Lab, type LabCell, type LabModel, type LabRow } from '@bx/contracts/metrics/attributionLab'
import { conversionsMetric } from '@bx/contracts/metrics/conversions'
import { CREDIT_RULES } from '@bx/contracts/metrics/creditModels'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { credit, percentage } from '../../lib/formats.ts'
import { explain } from '../../ui/explanations.ts'
import { texts } from './strings.ts'

/** Explains one cell of the lab: its share of the sales that every model shares. */
export function explainCell(
  { meta }: ConversionPaths,
  { credited }: Lab,
  { row, model, cell }: { readonly row: LabRow; readonly model: LabModel; readonly cell: LabCell },
) {
  const decisive = row.cells.decisive_touch
  return explain(
    { meta, scope: row.name },
    {
      ...conversionsMetric,
      label: texts.salesCreditedBy(LAB_LABELS[model].toLowerCase()),
      formula: CREDIT_RULES[model],
      source: 'credit_daily, model_runs',
    },
    {
      value: credit(cell.credit),
      division: [
        { value: credit(cell.credit), label: texts.creditedHere },
        '÷',
        { value: credit(credited), label: texts.salesWithAnImpression },
        '=',
        { value: percentage(cell.share, 1), label: texts.shareInText },
      ],
    },
    decisive === null || model === 'decisive_touch'
      ? []
      : [[LAB_LABELS.decisive_touch, `${credit(decisive.credit)}, ${percentage(decisive.share, 1)}`]],
  )
}
