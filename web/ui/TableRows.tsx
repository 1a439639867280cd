'use client'
import { useRouter } from 'next/navigation'
import { Fragment, type MouseEvent } from 'react'
import { useViewState } from '../lib/useViewState.ts'
import { RowName } from './RowName.tsx'
import { Scroller } from './Scroller.tsx'
import type { Sort } from './sortRows.ts'
import { texts } from './strings.ts'
import classes from './Table.module.css'
import { TableHeader } from './TableHeader.tsx'
import type { Column, TableSpec } from './tableSpec.ts'

/** The rows of a page below their headers, the total first. */
export function TableRows<Row>(props: {
  readonly spec: TableSpec<Row>
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly current: Sort
  readonly hold: (on: boolean) => void
  readonly region: (element: HTMLElement | null) => void
  /** Name of the total row. */
  readonly total: string | undefined
}) {
  const { spec, rows, columns, current } = props
  const [state, set] = useViewState()
  const header = { current, sort: state.sort, onSort: (sort: string | null) => set({ sort, page: 1 }) }
  return (
    <Scroller
      isNameFixed
      label={texts.tableOf(spec.name)}
      region={props.region}
      onPointerEnter={() => props.hold(true)}
      onPointerLeave={() => props.hold(false)}
    >
      <table className={classes.table}>
        <caption className="visually-hidden">{spec.caption}</caption>
        <thead>
          <tr>
            <TableHeader column={{ key: 'name', title: spec.one, left: true, isText: true }} sortable {...header} />
            {columns.map((column) => (
              <TableHeader key={column.key} column={column} sortable={column.value !== undefined} {...header} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.total !== undefined && (
            <tr className={classes.total}>
              <th scope="row">{props.total}</th>
              {columns.map((column) => (
                <td key={column.key} className={column.left ? classes.left : undefined}>
                  {column.total}
                </td>
              ))}
            </tr>
          )}
          {rows.map((row, i) => {
            const group = spec.groupOf?.(row)
            const isFirst = group !== undefined && (i === 0 || spec.groupOf!(rows[i - 1]!) !== group)
            return (
              <Fragment key={spec.idOf(row)}>
                {isFirst && (
                  <tr className={classes.group}>
                    <th scope="rowgroup" colSpan={columns.length + 1}>
                      {group}
                    </th>
                  </tr>
                )}
                <DataRow row={row} spec={spec} columns={columns} />
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </Scroller>
  )
}

/** Elements that handle a click themselves. */
const CONTROLS = 'a, button, input, label, [role="dialog"]'

/** The name is the link; the row around it is a target for the pointer. */
function DataRow<Row>(props: {
  readonly row: Row
  readonly spec: TableSpec<Row>
  readonly columns: readonly Column<Row>[]
}) {
  const { row, spec, columns } = props
  const router = useRouter()
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element
    if (target.closest(CONTROLS) !== null || !event.currentTarget.contains(target)) return
    if (spec.onRow) spec.onRow(row)
    else router.push(spec.hrefOf(row))
  }
  return (
    <tr
      data-link=""
      data-opens={spec.onRow ? '' : undefined}
      onClick={onClick}
      aria-current={spec.isChosen?.(row) ? 'true' : undefined}
      className={spec.isOut?.(row) ? classes.out : undefined}
    >
      <th scope="row">
        <span className={classes.named}>
          <span className={classes.first}>
            {spec.leadOf?.(row)}
            <RowName name={spec.nameOf(row)} href={spec.hrefOf(row)} />
          </span>
          {spec.tagOf?.(row)}
        </span>
      </th>
      {columns.map((column) => (
        <td key={column.key} className={column.left ? classes.left : undefined}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}
