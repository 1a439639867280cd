'use client'
import { Popover } from '@mantine/core'
import { type RefObject, useState } from 'react'
import { BesideButton } from '../../ui/BesideButton.tsx'
import { Calendar } from './Calendar.tsx'
import classes from './CustomRange.module.css'
import { texts } from './strings.ts'

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
      <Popover.Dropdown role="dialog" aria-label={texts.chooseDates}>
        <Calendar today={today} days={days} onChoose={choose} />
        <p className={classes.note}>{texts.futureDaysHaveNoData(props.rawDays)}</p>
      </Popover.Dropdown>
    </Popover>
  )
}
