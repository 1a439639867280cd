'use client'
import type { ReactNode } from 'react'
import { useAddress } from '../../lib/useAddress.ts'
import { Pager, pageOf } from '../../ui/Pager.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { TableHeader } from '../../ui/TableHeader.tsx'
import { Card } from '../../ui/View.tsx'
import classes from './Settings.module.css'
import { texts } from './strings.ts'

export interface Column<R> {
  readonly head: string
  readonly cell: (row: R) => ReactNode
  readonly isNumber?: boolean
  /** The server's name of the column, if it can sort by it. */
  readonly sort?: string
}

interface List<R> {
  readonly data: { readonly data: readonly R[] } | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

interface Table<R> {
  readonly title: string
  readonly keyOf: (row: R) => string
  readonly columns: readonly Column<R>[]
  readonly actions?: ReactNode
  readonly empty: string
}

export interface ListCardProps<R> extends Table<R> {
  readonly query: List<R>
  /** Text that the search covers. */
  readonly textOf: (row: R) => string
}

/** A searchable table of settings in pages, with rows in memory; the first column names the row. */
export function ListCard<R>(props: ListCardProps<R>) {
  const { title, query } = props
  const { get } = useAddress()
  if (query.data === undefined) {
    if (query.error === null) return <Loading slow={null} />
    return <ErrorState error={query.error} what={title} onRetry={() => void query.refetch()} />
  }
  const search = get('q').toLowerCase()
  const rows = query.data.data.filter((row) => props.textOf(row).toLowerCase().includes(search))
  const page = pageOf(rows.length, Number(get('page')) || 1)
  return <ListPage {...props} rows={rows.slice(page.from, page.to)} total={rows.length} />
}

/** One page of such a table; search, order and page are in the URL. */
export function ListPage<R>(props: Table<R> & { readonly rows: readonly R[]; readonly total: number }) {
  const { title, total } = props
  const { get, set } = useAddress()
  const page = pageOf(total, Number(get('page')) || 1)
  return (
    <Card label={title}>
      <div className={table.tableHead}>
        <h2>{title}</h2>
        <SearchField
          className={classes.search ?? ''}
          aria-label={texts.searchOf(title.toLowerCase())}
          placeholder={texts.search}
          onType={(q) => set({ q, page: '' })}
        />
        {props.actions}
      </div>
      {total === 0 ? (
        <p className={classes.empty}>{get('q') === '' ? props.empty : texts.nothingMatchesOf(get('q'))}</p>
      ) : (
        <Rows {...props} sort={get('sort') || null} onSort={(sort) => set({ sort: sort ?? '', page: '' })} />
      )}
      <div className={classes.pager}>
        <Pager page={page} rows={total} onChange={(number) => set({ page: String(number) })} />
      </div>
    </Card>
  )
}

export function Rows<R>(props: {
  readonly title: string
  readonly rows: readonly R[]
  readonly keyOf: (row: R) => string
  readonly columns: readonly Column<R>[]
  readonly sort?: string | null
  readonly onSort?: (sort: string | null) => void
}) {
  const { sort = null, onSort } = props
  const [first, ...rest] = props.columns
  const side = ({ isNumber }: Column<R>) => (isNumber ? '' : classes.left)
  return (
    <Scroller label={texts.table(props.title)}>
      <table className={table.table}>
        <caption className="visually-hidden">{props.title}</caption>
        <thead>
          <tr>
            {props.columns.map((column) =>
              column.sort && onSort ? (
                <TableHeader
                  key={column.head}
                  column={{ key: column.sort, title: column.head, left: true }}
                  sortable
                  current={{ column: sort?.replace(/^-/, '') ?? '', descending: sort?.startsWith('-') ?? false }}
                  sort={sort}
                  onSort={onSort}
                />
              ) : (
                <th key={column.head} scope="col" className={side(column)}>
                  {column.head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              <th scope="row">{first!.cell(row)}</th>
              {rest.map((column) => (
                <td key={column.head} className={side(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
