import { Checkbox } from '@mantine/core'
import type { Simulation, SimulationRow } from '../../lib/endpoints.ts'
import type { TableSpec } from '../../ui/tableSpec.ts'
import { columnsOf } from './columns.tsx'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'
import { warningWords } from './Warnings.tsx'

/** All placements, or those of a warning: sorted by share of the split, then by size. */
export function specOf(simulation: Simulation, choosing: Choosing, warning: string | null): TableSpec<SimulationRow> {
  const { data } = simulation
  const about = new Set(data.warnings.flatMap(({ code, placement_ids: ids }) => (code === warning ? ids : [])))
  const rows = warning === null ? data.rows : data.rows.filter(({ placement_id: id }) => about.has(id))
  const toggle = ({ placement_id: id }: SimulationRow) => choosing.put([id], !choosing.has(id))
  return {
    name: texts.placementsInText,
    title: texts.placements,
    one: texts.placement,
    caption: texts.capacityVerdictSplitAndRisk,
    rows: rows.toSorted((a, b) => b.capacity.mid - a.capacity.mid),
    totalRows: data.rows.length,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => `/placements/view/?id=${row.placement_id}`,
    onRow: toggle,
    leadOf: (row) => (
      <Checkbox
        size="xs"
        className={classes.tick ?? ''}
        checked={choosing.has(row.placement_id)}
        onChange={() => toggle(row)}
        aria-label={texts.isPartOfTheDeal(row.placement_name)}
      />
    ),
    isOut: (row) => !choosing.has(row.placement_id),
    columns: columnsOf(simulation),
    order: { column: 'allocated_impressions', descending: true },
    // Selecting a placement changes the split, but must not move its row.
    lens: data.rows.flatMap(({ eligible, placement_id: id }) => (eligible ? id : [])).join(),
    filteredBy: warning === null ? '' : warningWords(warning),
    total: texts.chosenPlacements,
    foot: texts.rangesAreSummedGood,
  }
}
