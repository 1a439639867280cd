import type { Answer } from '../endpoints/endpoint.ts'
import type { SlotMixRow, slotMix } from '../endpoints/slotMix.ts'
import { type CsvTable, csvTable } from './csvTable.ts'

const COLUMNS = [
  ...['placement_id', 'placement_key', 'placement_name', 'tier', 'date', 'organic_impressions', 'cpi_impressions'],
  ...['cpc_impressions', 'cpa_impressions', 'total_impressions', 'paid_pct', 'inferred_impressions', 'sessions'],
  ...['ad_load', 'limit_state'],
]

/** One row a placement and day: the relation placement_slot_mix with the readings of the screen. */
export function slotMixTable(
  { data, meta }: Answer<typeof slotMix>,
  rows: readonly SlotMixRow[] = data.rows,
): CsvTable {
  return csvTable('slot-mix', meta, COLUMNS, {
    rows: rows.flatMap(({ days, ...placement }) =>
      days.filter(({ total_impressions }) => total_impressions > 0).map((day) => ({ ...placement, ...day })),
    ),
    total: { placement_name: 'All placements', ...data.totals },
  })
}
