'use client'
import { Button, Popover } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { later } from '../../lib/later.tsx'
import classes from './CustomRange.module.css'

const Calendar = later(() => import('./Calendar.tsx').then((module) => module.Calendar))

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
        <Calendar today={today} days={days} onChoose={choose} waiting={<div className={classes.loading} />} />
        <p className={classes.note}>Future days have no data. Reach is available for the last {props.rawDays} days.</p>
      </Popover.Dropdown>
    </Popover>
  )
}
