'use client'
import { Button } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { count } from '../lib/formats.ts'
import { useViewState } from '../lib/useViewState.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import { Pager, pageOf } from './Pager.tsx'
import { SearchField } from './SearchField.tsx'
import { texts } from './strings.ts'
import classes from './Table.module.css'
import { TableRows } from './TableRows.tsx'
import { partOf, sortedRows, type TableSpec } from './tableSpec.ts'
import { useColumns } from './useColumns.ts'
import { useSteadyOrder } from './useSteadyOrder.ts'
import { Card } from './View.tsx'

/** A table of a report: the user chooses filter, order, page and columns; shareable choices are in the URL. */
export function DataTable<Row>({ spec, children }: { readonly spec: TableSpec<Row>; readonly children?: ReactNode }) {
  const [state, set] = useViewState()
  const { sorted, sort } = sortedRows(spec, state.filter, state.sort)
  const part = partOf(spec, sorted, state.filter)
  const columns = useColumns(spec, part === null ? spec.columns : spec.columnsOf!(sorted, part))
  const steady = useSteadyOrder(sorted, spec.idOf, {
    // Rows of another server page replace the current ones at once.
    question: `${state.sort}|${state.filter}|${spec.filteredBy}|${spec.pagedOf === undefined ? '' : idsOf(spec)}`,
    lens: spec.lens ?? '',
  })
  const matching = spec.pagedOf ?? sorted.length
  const page = pageOf(matching, state.page)
  return (
    <Card label={spec.title}>
      <div className={classes.tableHead}>
        <h2>
          {spec.title}
          <span>{count(matching)}</span>
        </h2>
        {steady.orderChanged && <Button onClick={steady.update}>{texts.reSortByNewValues}</Button>}
        <SearchField
          placeholder={texts.filter(spec.name)}
          aria-label={texts.filter(spec.name)}
          leftSection={<IconSearch size={14} aria-hidden />}
          onType={(filter) => set({ filter, page: 1 })}
        />
        {children}
        <ColumnChooser {...columns.chooser} />
      </div>
      {matching === 0 ? (
        <NoRows
          spec={spec}
          filter={state.filter}
          onClear={() => (spec.onClear ? spec.onClear() : set({ filter: '' }))}
        />
      ) : (
        <TableRows
          spec={spec}
          rows={spec.pagedOf === undefined ? steady.rows.slice(page.from, page.to) : steady.rows}
          columns={columns.shown}
          region={columns.region}
          total={part ?? spec.total}
          current={sort}
          hold={steady.hold}
        />
      )}
      <div className={classes.tableFoot}>
        <Pager page={page} rows={matching} onChange={(next) => set({ page: next })} />
        <span>{spec.foot}</span>
      </div>
    </Card>
  )
}

function idsOf<Row>({ rows, idOf }: TableSpec<Row>): string {
  return rows.map(idOf).sort().join()
}

function NoRows<Row>(props: { readonly spec: TableSpec<Row>; readonly filter: string; readonly onClear: () => void }) {
  const { spec, filter } = props
  const one = spec.one.toLowerCase()
  return (
    <div className={classes.none}>
      <h3>{filter === '' ? texts.noIs(one, spec.filteredBy ?? 'here') : texts.noMatches(one, filter)}</h3>
      <p>
        {spec.totalRows ?? spec.rows.length} {texts.areHiddenByThisFilter(spec.name)}
      </p>
      <Button onClick={props.onClear}>{texts.clearFilter}</Button>
    </div>
  )
}
