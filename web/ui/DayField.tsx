'use client'
import { DatePickerInput } from '@mantine/dates'

export interface DayFieldProps {
  readonly label: string
  readonly minDate: string
  readonly maxDate: string
  readonly value: string
  readonly error: string | null
  readonly onChange: (day: string) => void
}

/** A day, chosen in a calendar. */
export function DayField({ onChange, ...props }: DayFieldProps) {
  return <DatePickerInput {...props} valueFormat="D MMM YYYY" onChange={(day) => day !== null && onChange(day)} />
}
