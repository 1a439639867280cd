'use client'
import { Button } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useMediaQuery } from '@mantine/hooks'
import classes from './CustomRange.module.css'
import { presets } from './ranges.ts'
import { texts } from './strings.ts'

type Chosen = [start: string | null, end: string | null]

/** A calendar of two months with named ranges, loaded when it is opened. */
export function Calendar(props: {
  readonly today: string
  readonly days: Chosen
  readonly onChoose: (days: Chosen) => void
}) {
  const { today, days, onChoose } = props
  const isNarrow = useMediaQuery('(max-width: 767px)')
  return (
    <div className={classes.calendar}>
      <div className={classes.presets}>
        {presets(today).map(({ label, start, end }) => (
          <Button key={label} variant="subtle" color="gray" onClick={() => onChoose([start, end])}>
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
        onChange={onChoose}
        getDayProps={(day) => (day > today ? { title: texts.thisDayHasNotBegun } : {})}
        ariaLabels={{ previousMonth: texts.monthBefore, nextMonth: texts.monthAfter }}
      />
    </div>
  )
}

function monthBefore(day: string): string {
  return new Date(Date.parse(`${day.slice(0, 7)}-01`) - 86_400_000).toISOString().slice(0, 7)
}
