'use client'
import { Button, Checkbox, Menu } from '@mantine/core'
import { IconColumns } from '@tabler/icons-react'
import { count } from '../lib/formats.ts'

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
  if (columns.length === 0) return null
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button leftSection={<IconColumns size={14} aria-hidden />}>
          Columns{left.size > 0 && `, ${count(left.size)} more`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ key, title }) => (
          <Menu.Item
            key={key}
            role="menuitemcheckbox"
            aria-checked={shown.has(key)}
            onClick={() => onChange({ ...choice, [key]: !shown.has(key) })}
            leftSection={<Checkbox.Indicator size="xs" checked={shown.has(key)} />}
            rightSection={left.has(key) ? 'no room' : undefined}
          >
            {title}
          </Menu.Item>
        ))}
        {Object.keys(choice).length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onChange({})}>Default columns</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
