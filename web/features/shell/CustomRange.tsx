'use client'
import { Button } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { useRef } from 'react'
import { later } from '../../lib/later.tsx'
import { texts } from './strings.ts'

const load = () => import('./CalendarPopover.tsx').then((module) => module.CalendarPopover)
const CalendarPopover = later(load)

/** Any days: a calendar of two months and named ranges, which loads when its button is pointed at, focused or pressed. */
export function CustomRange(props: {
  readonly label: string
  readonly today: string
  readonly rawDays: number
  readonly opened: boolean
  readonly onOpen: (opened: boolean) => void
  readonly onChange: (start: string, end: string) => void
}) {
  const { today, rawDays, opened, onOpen, onChange } = props
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    onOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <Button
        ref={button}
        onClick={() => (opened ? close() : onOpen(true))}
        onPointerEnter={preload}
        onFocus={preload}
        leftSection={<IconCalendar size={14} aria-hidden />}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        aria-label={texts.datesOf(props.label)}
        aria-haspopup="dialog"
        aria-expanded={opened}
      >
        {props.label}
      </Button>
      {opened && <CalendarPopover {...{ today, rawDays, button, onChange }} onClose={close} />}
    </>
  )
}

function preload(): void {
  void load().catch(() => undefined)
}
