'use client'
import { Button, Popover } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useMediaQuery } from '@mantine/hooks'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './CustomRange.module.css'
import { presets } from './ranges.ts'

/** Any days: a calendar of two months and named ranges; future days cannot be chosen. */
export function CustomRange(props: {
  readonly label: string
  readonly today: string
  readonly rawDays: number
  readonly opened: boolean
  readonly onOpen: (opened: boolean) => void
  readonly onChange: (start: string, end: string) => void
}) {
  const { today, opened, onOpen } = props
  const [days, setDays] = useState<[string | null, string | null]>([null, null])
  const isNarrow = useMediaQuery('(max-width: 767px)')
  const choose = ([start, end]: [string | null, string | null]) => {
    setDays([start, end])
    if (start === null || end === null) return
    props.onChange(start, end)
    setDays([null, null])
    onOpen(false)
  }
  return (
    <Popover opened={opened} onChange={onOpen} position="bottom-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <Button
          onClick={() => onOpen(!opened)}
          leftSection={<IconCalendar size={14} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`Dates: ${props.label}`}
          aria-haspopup="dialog"
          aria-expanded={opened}
        >
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Choose dates">
        <div className={classes.calendar}>
          <div className={classes.presets}>
            {presets(today).map(({ label, start, end }) => (
              <Button key={label} variant="subtle" color="gray" onClick={() => choose([start, end])}>
                {label}
              </Button>
            ))}
          </div>
          <DatePicker
            type="range"
            numberOfColumns={isNarrow ? 1 : 2}
            firstDayOfWeek={1}
            // Red is reserved for states.
            weekendDays={[]}
            maxDate={today}
            defaultDate={isNarrow ? today : `${monthBefore(today)}-01`}
            allowSingleDateInRange
            value={days}
            onChange={choose}
            getDayProps={(day) => (day > today ? { title: 'This day has not begun' } : {})}
            ariaLabels={{ previousMonth: 'Month before', nextMonth: 'Month after' }}
          />
        </div>
        <p className={classes.note}>Future days have no data. Reach is available for the last {props.rawDays} days.</p>
      </Popover.Dropdown>
    </Popover>
  )
}

function monthBefore(day: string): string {
  return new Date(Date.parse(`${day.slice(0, 7)}-01`) - 86_400_000).toISOString().slice(0, 7)
}
