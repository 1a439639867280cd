'use client'
import { Button, Checkbox, Menu } from '@mantine/core'
import { IconColumns } from '@tabler/icons-react'

export function ColumnChooser(props: {
  readonly columns: readonly { readonly key: string; readonly title: string }[]
  readonly hidden: readonly string[]
  readonly onChange: (hidden: string[]) => void
}) {
  const { hidden } = props
  if (props.columns.length === 0) return null
  const toggle = (key: string) =>
    props.onChange(hidden.includes(key) ? hidden.filter((other) => other !== key) : [...hidden, key])
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button leftSection={<IconColumns size={14} aria-hidden />}>Columns</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {props.columns.map(({ key, title }) => (
          <Menu.Item
            key={key}
            onClick={() => toggle(key)}
            leftSection={<Checkbox.Indicator size="xs" checked={!hidden.includes(key)} />}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
