import type { conversionPaths } from '../endpoints/conversionPaths.ts'
import type { Answer } from '../endpoints/endpoint.ts'
import { LAB_MODELS, type Lab, type LabModel } from '../metrics/attributionLab.ts'
import { CREDIT_MODELS, type CreditModel } from '../metrics/creditModels.ts'
import { round } from '../metrics/metric.ts'
import { moneyText, parseMoney } from '../money.ts'
import { type CsvTable, csvTable } from './csvTable.ts'

type Paths = Answer<typeof conversionPaths>

/**
 * The table of the attribution lab: a row per placement with the credit of each model, then the sales without a touch, which
 * are the same under every model.
 */
export function labTable({ data, meta }: Paths, lab: Lab): CsvTable {
  const placements = new Map(data.placements.map((row) => [row.placement_id, row]))
  const commission = new Map(data.models.rows.map((row) => [row.placement_id, row.commission]))
  const columns = [
    ...['placement_id', 'placement_key', 'placement_name', 'tier'],
    ...LAB_MODELS.flatMap((model) => [model, `${model}_share_pct`, `${model}_difference_pts`]),
    ...['spread_pts', ...CREDIT_MODELS.map((model) => `${model}_commission`), 'currency'],
  ]
  const { currency } = meta
  const { unattributed, totals } = data.models
  const rows = lab.rows.map((row) => ({
    ...{ ...placements.get(row.id), placement_id: row.id, placement_name: row.name, currency },
    ...fieldsOf((model) => row.cells[model]),
    spread_pts: round(row.spread, 4),
    ...commissionOf((model) => commission.get(row.id)?.[model] ?? null),
  }))
  const withoutTouch = {
    ...{ placement_name: 'Without a touch', currency },
    ...Object.fromEntries(LAB_MODELS.map((model) => [model, lab.models[model] ? unattributed.conversions : null])),
    ...commissionOf(() => unattributed.total_revenue),
  }
  const all = { credit: lab.credited, share: lab.credited > 0 ? 100 : null, points: 0 }
  return csvTable('attribution-lab', meta, columns, {
    rows: [...rows, withoutTouch],
    total: {
      ...{ placement_name: 'All placements', currency },
      ...fieldsOf((model) => (lab.models[model] ? all : null)),
      ...commissionOf(() =>
        moneyText(parseMoney(totals.total_revenue) - parseMoney(unattributed.total_revenue), currency),
      ),
    },
  })
}

function fieldsOf(cellOf: (model: LabModel) => Lab['rows'][number]['cells'][LabModel]) {
  return Object.fromEntries(
    LAB_MODELS.flatMap((model) => {
      const cell = cellOf(model)
      return [
        [model, cell?.credit ?? null],
        [`${model}_share_pct`, round(cell?.share ?? null, 4)],
        [`${model}_difference_pts`, round(cell?.points ?? null, 4)],
      ]
    }),
  )
}

function commissionOf(of: (model: CreditModel) => string | null) {
  return Object.fromEntries(CREDIT_MODELS.map((model) => [`${model}_commission`, of(model)]))
}
