import { type CsvTable, scopedName } from '@bx/contracts/tables/csvTable'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { LAB_MODELS, type Lab } from './lab.ts'

/** The table of the lab: total first, then one line a placement, with Markov and Shapley when they are computed. */
export function labTable({ meta }: ConversionPaths, lab: Lab): CsvTable {
  return {
    name: scopedName('attribution-lab', meta),
    columns: [
      ...['placement_id', 'placement_name'],
      ...LAB_MODELS.flatMap((model) => [model, `${model}_share_pct`, `${model}_points`]),
      'spread_points',
    ],
    rows: [
      [
        '',
        'All placements',
        ...LAB_MODELS.flatMap((m) => (lab.models[m] ? [lab.credited, 100, 0] : [null, null, null])),
        null,
      ],
      ...lab.rows.map((row) => [
        ...[row.id, row.name],
        ...LAB_MODELS.flatMap((model) => {
          const cell = row.cells[model]
          return cell === null ? [null, null, null] : [cell.credit, rounded(cell.share), rounded(cell.points)]
        }),
        rounded(row.spread),
      ]),
    ],
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10
}
