'use client'
import { Button, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { MouseEvent, ReactNode } from 'react'
import { useViewState } from '../lib/useViewState.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import { Pager, pageOf } from './Pager.tsx'
import { parseSort, type Sort, type SortValues, sortRows } from './sortRows.ts'
import classes from './Table.module.css'
import { TableHeader } from './TableHeader.tsx'
import { useSteadyOrder } from './useSteadyOrder.ts'
import { Card } from './View.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** Behind the question mark of the header. */
  readonly help?: string
  readonly value?: (row: Row) => string | number | null
  /** Can be put away. */
  readonly optional?: boolean
  /** Text and bars stand left, numbers right. */
  readonly left?: boolean
  readonly cell: (row: Row) => ReactNode
  readonly total?: ReactNode
}

export interface TableSpec<Row> {
  /** Names the table and its column choice: "placements". */
  readonly name: string
  readonly title: string
  /** One of the rows: "Placement". */
  readonly one: string
  readonly caption: string
  readonly rows: readonly Row[]
  readonly idOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  readonly hrefOf: (row: Row) => string
  /** A row opens something on this page, which must not jump to its top. */
  readonly staysHere?: boolean
  readonly tagOf?: (row: Row) => ReactNode
  readonly columns: readonly Column<Row>[]
  /** Columns put away at first. */
  readonly hidden?: readonly string[]
  readonly order: Sort
  /** The figures are seen through it, a credit model say: another one moves no row until the reader wants it to. */
  readonly lens?: string
  /** Says what the rows were filtered by beside the text, "" for nothing. */
  readonly filteredBy?: string
  readonly onClear?: () => void
  readonly totalRows?: number
  readonly total?: string
  readonly foot: string
}

/** A table of a report: filter, order, pages and columns are the reader's, and stand in the URL where they are shared. */
export function DataTable<Row>({ spec, children }: { readonly spec: TableSpec<Row>; readonly children?: ReactNode }) {
  const [state, set] = useViewState()
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: `bx-${spec.name}-hidden`,
    defaultValue: [...(spec.hidden ?? [])],
  })
  const { sorted, sort } = sortedRows(spec, state.filter, state.sort)
  const steady = useSteadyOrder(sorted, spec.idOf, {
    question: `${state.sort}|${state.filter}|${spec.filteredBy}`,
    lens: spec.lens ?? '',
  })
  const page = pageOf(steady.rows.length, state.page)
  return (
    <Card label={spec.title}>
      <div className={classes.tableHead}>
        <h2>
          {spec.title}
          <span>{sorted.length}</span>
        </h2>
        {steady.orderChanged && <Button onClick={steady.update}>Order changed, update</Button>}
        <TextInput
          size="xs"
          placeholder={`Filter ${spec.name}`}
          aria-label={`Filter ${spec.name}`}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={state.filter}
          onChange={(event) => set({ filter: event.currentTarget.value, page: 1 })}
        />
        {children}
        <ColumnChooser columns={spec.columns.filter(({ optional }) => optional)} hidden={hidden} onChange={setHidden} />
      </div>
      {sorted.length === 0 ? (
        <NoRows
          spec={spec}
          filter={state.filter}
          onClear={() => (spec.onClear ? spec.onClear() : set({ filter: '' }))}
        />
      ) : (
        <Rows
          spec={spec}
          rows={steady.rows.slice(page.from, page.to)}
          columns={spec.columns.filter(({ key }) => !hidden.includes(key))}
          current={sort}
          hold={steady.hold}
        />
      )}
      <div className={classes.tableFoot}>
        <Pager page={page} rows={sorted.length} onChange={(next) => set({ page: next })} />
        <span>{spec.foot}</span>
      </div>
    </Card>
  )
}

/** The rows that match, in the order of the reader or else of the view: what the screen and its CSV show. */
export function sortedRows<Row>(spec: TableSpec<Row>, filter: string, asked: string | null) {
  const values: SortValues<Row> = {
    name: (row) => spec.nameOf(row).toLowerCase(),
    ...Object.fromEntries(spec.columns.flatMap(({ key, value }) => (value ? [[key, value] as const] : []))),
  }
  const sort = parseSort(asked, values) ?? spec.order
  const wanted = filter.trim().toLowerCase()
  const matching = spec.rows.filter((row) => spec.nameOf(row).toLowerCase().includes(wanted))
  return { sorted: sortRows(matching, values, sort), sort }
}

function Rows<Row>(props: {
  readonly spec: TableSpec<Row>
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly current: Sort
  readonly hold: (on: boolean) => void
}) {
  const { spec, rows, columns, current } = props
  const [state, set] = useViewState()
  const header = { current, sort: state.sort, onSort: (sort: string | null) => set({ sort, page: 1 }) }
  return (
    <section
      className={classes.scroll}
      onPointerEnter={() => props.hold(true)}
      onPointerLeave={() => props.hold(false)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`Table of ${spec.name}`}
    >
      <table className={classes.table}>
        <caption className="visually-hidden">{spec.caption}</caption>
        <thead>
          <tr>
            <TableHeader column={{ key: 'name', title: spec.one, left: true }} sortable {...header} />
            {columns.map((column) => (
              <TableHeader key={column.key} column={column} sortable={column.value !== undefined} {...header} />
            ))}
          </tr>
        </thead>
        <tbody>
          {spec.total !== undefined && (
            <tr className={classes.total}>
              <th scope="row">{spec.total}</th>
              {columns.map((column) => (
                <td key={column.key} className={column.left ? classes.left : undefined}>
                  {column.total}
                </td>
              ))}
            </tr>
          )}
          {rows.map((row) => (
            <DataRow key={spec.idOf(row)} row={row} spec={spec} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The name is the link; the row around it is a target for the pointer. */
function DataRow<Row>(props: {
  readonly row: Row
  readonly spec: TableSpec<Row>
  readonly columns: readonly Column<Row>[]
}) {
  const { row, spec, columns } = props
  const router = useRouter()
  const scroll = !spec.staysHere
  const open = (event: MouseEvent) => {
    const hitsControl = (event.target as Element).closest('a, button, [role="dialog"]') !== null
    if (!hitsControl && event.currentTarget.contains(event.target as Element)) router.push(spec.hrefOf(row), { scroll })
  }
  return (
    <tr data-link="" onClick={open}>
      <th scope="row">
        {/* Every change of the view changes an address on this page: not worth fetching ahead. */}
        <Link href={spec.hrefOf(row)} scroll={scroll} prefetch={spec.staysHere ? false : null}>
          {spec.nameOf(row)}
        </Link>
        {spec.tagOf?.(row)}
      </th>
      {columns.map((column) => (
        <td key={column.key} className={column.left ? classes.left : undefined}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function NoRows<Row>(props: { readonly spec: TableSpec<Row>; readonly filter: string; readonly onClear: () => void }) {
  const { spec, filter } = props
  const one = spec.one.toLowerCase()
  return (
    <div className={classes.none}>
      <h3>{filter === '' ? `No ${one} is ${spec.filteredBy ?? 'here'}` : `No ${one} matches “${filter}”`}</h3>
      <p>
        {spec.totalRows ?? spec.rows.length} {spec.name} are hidden by this filter.
      </p>
      <Button onClick={props.onClear}>Clear filter</Button>
    </div>
  )
}
