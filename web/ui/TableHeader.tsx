'use client'
import { IconChevronDown, IconChevronUp, IconHelpCircle } from '@tabler/icons-react'
import { Hint } from './Hint.tsx'
import { nextSort, type Sort } from './sortRows.ts'
import classes from './Table.module.css'
import type { Column } from './tableSpec.ts'

/** A header cell: its title sorts, its question mark explains. */
export function TableHeader(props: {
  readonly column: Pick<Column<never>, 'key' | 'title' | 'help' | 'left' | 'isText'>
  readonly sortable: boolean
  readonly current: Sort
  readonly sort: string | null
  readonly onSort: (sort: string | null) => void
}) {
  const { key, title, help, left, isText } = props.column
  const isSorted = props.sortable && props.current.column === key
  const direction = isSorted ? (props.current.descending ? 'descending' : 'ascending') : 'none'
  const Arrow = direction === 'ascending' ? IconChevronUp : IconChevronDown
  return (
    <th
      scope="col"
      data-column={key}
      aria-sort={props.sortable ? direction : undefined}
      className={left ? classes.left : undefined}
    >
      {props.sortable ? (
        <button type="button" className={classes.sort} onClick={() => props.onSort(nextSort(props.sort, key, isText))}>
          {isSorted && <Arrow size={14} stroke={2.5} aria-hidden />}
          {title}
        </button>
      ) : (
        title
      )}
      {help && (
        <Hint label={help}>
          <button type="button" className={classes.help} aria-label={`${title}: ${help}`}>
            <IconHelpCircle size={14} aria-hidden />
          </button>
        </Hint>
      )}
    </th>
  )
}
