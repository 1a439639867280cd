'use client'
import { Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconHelpCircle } from '@tabler/icons-react'
import { nextSort, type Sort } from './sortRows.ts'
import classes from './Table.module.css'

/** A header cell: its title sorts, its question mark explains. */
export function TableHeader(props: {
  readonly column: { readonly key: string; readonly title: string; readonly help?: string; readonly left?: boolean }
  readonly sortable: boolean
  readonly current: Sort
  readonly sort: string | null
  readonly onSort: (sort: string | null) => void
}) {
  const { key, title, help, left } = props.column
  const isSorted = props.sortable && props.current.column === key
  const direction = isSorted ? (props.current.descending ? 'descending' : 'ascending') : 'none'
  const Arrow = direction === 'ascending' ? IconChevronUp : IconChevronDown
  return (
    <th scope="col" aria-sort={props.sortable ? direction : undefined} className={left ? classes.left : undefined}>
      {props.sortable ? (
        <button type="button" className={classes.sort} onClick={() => props.onSort(nextSort(props.sort, key))}>
          {isSorted && <Arrow size={14} stroke={2.5} aria-hidden />}
          {title}
        </button>
      ) : (
        title
      )}
      {help && (
        <Tooltip label={help} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
          <button type="button" className={classes.help} aria-label={`${title}: ${help}`}>
            <IconHelpCircle size={14} aria-hidden />
          </button>
        </Tooltip>
      )}
    </th>
  )
}
