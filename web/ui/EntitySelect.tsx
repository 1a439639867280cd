'use client'
import { Select } from '@mantine/core'
import classes from './ui.module.css'

/** The heading of a detail view is its selector: type to find another one. */
export function EntitySelect(props: {
  readonly label: string
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (id: string) => void
}) {
  const chosen = props.options.find(({ value }) => value === props.value)?.label ?? props.label
  return (
    <>
      <h1 className="visually-hidden">{chosen}</h1>
      <Select
        aria-label={props.label}
        className={classes.entity ?? ''}
        size="md"
        searchable
        allowDeselect={false}
        limit={60}
        nothingFoundMessage="Nothing found"
        value={props.value}
        data={[...props.options]}
        onChange={(value) => value !== null && props.onChange(value)}
      />
    </>
  )
}
