import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { simulate } from '@bx/contracts/endpoints/simulate'
import type { CsvTable } from '@bx/contracts/tables/csvTable'

const RANGES = ['capacity', 'renders', 'displaced_commission'] as const
const COLUMNS = [
  ...['placement_id', 'placement_key', 'placement_name', 'eligible', 'delivery_feasibility', 'bound_by'],
  ...['sold', 'possible', 'competing', 'available', 'available_30pct', 'allocated_impressions', 'paid_share'],
  ...['risk_score', 'monthly_impression_capacity', 'monthly_cpa_revenue', 'revenue_at_risk_30pct', 'history_days'],
] as const

/** One line a placement; money as in JSON. */
export function simulationCsv({ data }: Answer<typeof simulate>): CsvTable {
  return {
    name: `simulation_${data.deal.start_date}_${data.deal.end_date}`,
    columns: [...COLUMNS, ...RANGES.flatMap((range) => [`${range}_low`, `${range}_mid`, `${range}_high`]), 'currency'],
    rows: data.rows.map((row) => [
      ...COLUMNS.map((column) => row[column as keyof typeof row] as string | number | boolean | null),
      ...RANGES.flatMap((range) => [row[range]?.low ?? null, row[range]?.mid ?? null, row[range]?.high ?? null]),
      data.deal.currency,
    ]),
  }
}
