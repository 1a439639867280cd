import type { CsvTable } from '@bx/contracts/tables/csvTable'
import type { Simulation, SimulationRow } from '../../lib/endpoints.ts'

const COLUMNS = [
  ...(['placement_id', 'placement_name', 'delivery_feasibility', 'bound_by', 'sold', 'possible', 'competing'] as const),
  ...(['available', 'available_30pct', 'allocated_impressions', 'paid_share', 'risk_score'] as const),
  ...(['monthly_impression_capacity', 'monthly_cpa_revenue', 'revenue_at_risk_30pct'] as const),
]

/** Order and figures of the screen. */
export function csvOf({ data }: Simulation, rows: readonly SimulationRow[]): CsvTable {
  return {
    name: `simulation_${data.deal.start_date}_${data.deal.end_date}`,
    columns: ['eligible', ...COLUMNS, 'capacity_low', 'capacity_mid', 'capacity_high', 'displaced_commission'],
    rows: rows.map((row) => [
      String(row.eligible),
      ...COLUMNS.map((column) => row[column]),
      ...[row.capacity.low, row.capacity.mid, row.capacity.high, row.displaced_commission?.mid ?? null],
    ]),
  }
}
