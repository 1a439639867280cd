import type { Answer } from '../endpoints/endpoint.ts'
import type { SimulationRow, simulate } from '../endpoints/simulate.ts'
import type { CsvTable, CsvValue } from './csvTable.ts'
import { pctOf } from './pct.ts'

const COLUMNS = [
  ...[
    'placement_id',
    'placement_key',
    'placement_name',
    'tier',
    'eligible',
    'delivery_feasibility',
    'bound_by',
    'sold',
  ],
  ...['possible', 'competing', 'available', 'available_30pct', 'allocated_impressions', 'paid_share_pct', 'risk_score'],
  ...['monthly_impression_capacity', 'monthly_cpa_revenue', 'revenue_at_risk_30pct', 'commission_rpm', 'history_days'],
]
const RANGES = ['capacity', 'renders', 'displaced_commission'] as const
const ENDS = ['low', 'mid', 'high'] as const

type Fields = Readonly<Record<string, unknown>> & Pick<SimulationRow, (typeof RANGES)[number] | 'paid_share'>

/** One row a placement. Totals are of the chosen placements, as on the screen. */
export function simulationTable(
  { data }: Pick<Answer<typeof simulate>, 'data'>,
  rows: readonly SimulationRow[] = data.rows,
): CsvTable {
  const columns = [...COLUMNS, ...RANGES.flatMap((range) => ENDS.map((end) => `${range}_${end}`)), 'currency']
  const cellsOf = (row: Fields) => {
    const fields = { ...row, ...endsOf(row), paid_share_pct: pctOf(row.paid_share), currency: data.deal.currency }
    return columns.map((column) => ((fields as Readonly<Record<string, unknown>>)[column] ?? null) as CsvValue)
  }
  return {
    name: `simulation_${data.deal.start_date}_${data.deal.end_date}`,
    columns,
    rows: rows.map(cellsOf),
    total: cellsOf({ ...data, ...{ placement_name: 'Chosen placements', allocated_impressions: data.delivered } }),
  }
}

function endsOf(row: Fields) {
  return Object.fromEntries(
    RANGES.flatMap((range) => ENDS.map((end) => [`${range}_${end}`, row[range]?.[end] ?? null])),
  )
}
