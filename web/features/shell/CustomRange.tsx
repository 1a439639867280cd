'use client'
import { Button, Popover } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'

/** Any days: opens a two-month calendar; days to come cannot be chosen. */
export function CustomRange(props: {
  readonly label: string
  readonly rawDays: number
  readonly onChange: (start: string, end: string) => void
}) {
  const [opened, popover] = useDisclosure(false)
  const [days, setDays] = useState<[string | null, string | null]>([null, null])
  const choose = ([start, end]: [string | null, string | null]) => {
    setDays([start, end])
    if (start === null || end === null) return
    props.onChange(start, end)
    setDays([null, null])
    popover.close()
  }
  return (
    <Popover opened={opened} onChange={popover.toggle} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          onClick={popover.toggle}
          leftSection={<IconCalendar size={14} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`Dates: ${props.label}`}
        >
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          type="range"
          numberOfColumns={2}
          firstDayOfWeek={1}
          maxDate={new Date().toISOString().slice(0, 10)}
          allowSingleDateInRange
          value={days}
          onChange={choose}
        />
        <p style={{ margin: '8px 0 0', fontSize: 12, color: 'var(--bx-text-3)' }}>
          Reach is kept for the last {props.rawDays} days; counts for longer.
        </p>
      </Popover.Dropdown>
    </Popover>
  )
}
