'use client'
import { Button } from '@mantine/core'
import { IconColumns } from '@tabler/icons-react'
import { count } from '../lib/formats.ts'
import { texts } from './strings.ts'
import { useMenu } from './useMenu.tsx'

/** The user's choice by column; a column that is missing has its default. */
export type ColumnChoice = Readonly<Record<string, boolean>>

/** Shows and hides columns. A column that left because there was no room comes back, and the table scrolls. */
export function ColumnChooser(props: {
  readonly columns: readonly { readonly key: string; readonly title: string }[]
  readonly shown: ReadonlySet<string>
  /** Columns without room. */
  readonly left: ReadonlySet<string>
  readonly choice: ColumnChoice
  readonly onChange: (choice: ColumnChoice) => void
}) {
  const { columns, shown, left, choice, onChange } = props
  const entries = columns.map(({ key, title }) => ({
    key,
    label: title,
    isOn: shown.has(key),
    right: left.has(key) ? texts.noRoom : undefined,
    onClick: () => onChange({ ...choice, [key]: !shown.has(key) }),
  }))
  const reset = { key: '', label: texts.defaultColumns, onClick: () => onChange({}) }
  const menu = useMenu(Object.keys(choice).length > 0 ? [...entries, reset] : entries, {
    position: 'bottom-end',
    staysOpen: true,
  })
  if (columns.length === 0) return null
  return (
    <>
      <Button {...menu.button} leftSection={<IconColumns size={14} aria-hidden />}>
        {texts.columns}
        {left.size > 0 && texts.more(count(left.size))}
      </Button>
      {menu.popup}
    </>
  )
}
