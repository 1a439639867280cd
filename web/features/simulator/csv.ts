import type { CsvTable } from '@bx/contracts/tables/csvTable'
import type { Simulation, SimulationRow } from '../../lib/endpoints.ts'

const COLUMNS = [
  ...(['placement_id', 'placement_name', 'delivery_feasibility', 'bound_by', 'sold', 'possible', 'competing'] as const),
  ...(['available', 'available_30pct', 'allocated_impressions', 'paid_share', 'risk_score'] as const),
  ...(['monthly_impression_capacity', 'monthly_cpa_revenue', 'revenue_at_risk_30pct'] as const),
]

const ENDS = ['low', 'mid', 'high'] as const
const RANGE_COLUMNS = ['capacity', 'displaced_commission'].flatMap((name) => ENDS.map((end) => `${name}_${end}`))

/** Order and figures of the screen; money in units of the currency, as in the API. */
export function csvOf({ data }: Simulation, rows: readonly SimulationRow[]): CsvTable {
  return {
    name: `simulation_${data.deal.start_date}_${data.deal.end_date}`,
    columns: ['eligible', ...COLUMNS, ...RANGE_COLUMNS, 'currency'],
    rows: rows.map((row) => [
      String(row.eligible),
      ...COLUMNS.map((column) => row[column]),
      ...[row.capacity.low, row.capacity.mid, row.capacity.high],
      ...ENDS.map((end) => row.displaced_commission?.[end] ?? null),
      data.deal.currency,
    ]),
  }
}
