'use client'
import { Popover } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { BesideButton } from '../../ui/BesideButton.tsx'
import { Calendar } from './Calendar.tsx'
import classes from './CustomRange.module.css'

/** The dialog to choose dates, beside its button. */
export function CalendarPopover(props: {
  readonly today: string
  readonly rawDays: number
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
  readonly onChange: (start: string, end: string) => void
}) {
  const { today, button, onClose } = props
  const [days, setDays] = useState<[string | null, string | null]>([null, null])
  const choose = ([start, end]: [string | null, string | null]) => {
    setDays([start, end])
    if (start === null || end === null) return
    props.onChange(start, end)
    onClose()
  }
  return (
    <Popover opened onChange={(isOpen) => !isOpen && onClose()} position="bottom-start" trapFocus withRoles={false}>
      <Popover.Target>
        <BesideButton button={button} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Choose dates">
        <Calendar today={today} days={days} onChoose={choose} />
        <p className={classes.note}>Future days have no data. Reach is available for the last {props.rawDays} days.</p>
      </Popover.Dropdown>
    </Popover>
  )
}
