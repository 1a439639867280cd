'use client'
import { Checkbox } from '@mantine/core'
import Link from 'next/link'
import type { MouseEvent } from 'react'
import type { Simulation, SimulationRow } from '../../lib/endpoints.ts'
import { parseSort, type SortValues, sortRows } from '../../ui/sortRows.ts'
import classes from '../../ui/Table.module.css'
import { TableHeader } from '../../ui/TableHeader.tsx'
import { Card } from '../../ui/View.tsx'
import { type Column, columnsOf } from './columns.tsx'
import own from './Simulator.module.css'

/** Placements by what they can give; a click on a row ticks it in or out of the deal. */
export function Recommendations(props: {
  readonly simulation: Simulation
  readonly sort: string | null
  readonly onSort: (sort: string | null) => void
  readonly onToggle: (placementId: string) => void
}) {
  const { simulation, sort, onSort, onToggle } = props
  const columns = columnsOf(simulation)
  const { rows, current } = sortedRows(simulation, columns, sort)
  const header = { current, sort, onSort }
  return (
    <Card label="Placements">
      <div className={classes.tableHead}>
        <h2>
          Placements<span>{rows.length}</span>
        </h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Table of placements">
        <table className={classes.table}>
          <caption className="visually-hidden">Capacity, verdict, split and risk by placement</caption>
          <thead>
            <tr>
              <TableHeader column={{ key: 'name', title: 'Placement', left: true }} sortable {...header} />
              {columns.map((column) => (
                <TableHeader key={column.key} column={column} sortable {...header} />
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={classes.total}>
              <th scope="row">Chosen placements</th>
              {columns.map(({ key, left, total }) => (
                <td key={key} className={left ? classes.left : undefined}>
                  {total}
                </td>
              ))}
            </tr>
            {rows.map((row) => (
              <Row key={row.placement_id} row={row} columns={columns} onToggle={() => onToggle(row.placement_id)} />
            ))}
          </tbody>
        </table>
      </section>
      <div className={classes.tableFoot}>
        <span>
          Lows and highs add up, as good and bad weeks are shared. “Alone” and the money of a month are the same
          whatever is ticked.
        </span>
      </div>
    </Card>
  )
}

function Row(props: {
  readonly row: SimulationRow
  readonly columns: readonly Column[]
  readonly onToggle: () => void
}) {
  const { row, columns, onToggle } = props
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element
    if (event.currentTarget.contains(target) && target.closest('a, button, input, label') === null) onToggle()
  }
  return (
    <tr data-link="" onClick={onClick} className={row.eligible ? undefined : own.out}>
      <th scope="row">
        <span className={own.name}>
          <Checkbox
            size="xs"
            checked={row.eligible}
            onChange={onToggle}
            aria-label={`${row.placement_name} is part of the deal`}
          />
          <Link href={`/placements/view/?id=${row.placement_id}`}>{row.placement_name}</Link>
        </span>
      </th>
      {columns.map(({ key, left, cell }) => (
        <td key={key} className={left ? classes.left : undefined}>
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** In the order of the reader, else the largest part of the split first: what the screen and its CSV show. */
export function sortedRows({ data }: Simulation, columns: readonly Column[], asked: string | null) {
  const values: SortValues<SimulationRow> = {
    name: (row) => row.placement_name.toLowerCase(),
    ...Object.fromEntries(columns.map(({ key, value }) => [key, value])),
  }
  const current = parseSort(asked, values) ?? { column: 'allocated_impressions', descending: true }
  const bySize = data.rows.toSorted((a, b) => b.capacity.mid - a.capacity.mid)
  return { rows: sortRows(bySize, values, current), current }
}
