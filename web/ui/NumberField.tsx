'use client'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { parseNumber } from '../lib/parseNumber.ts'
import classes from './Form.module.css'
import { texts } from './strings.ts'

/** Accepts 1.5M and 1,500,000; the text is reformatted on blur. */
export function NumberField(props: {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly decimals: number
  readonly help: string
  readonly check: (value: number) => string | null
  readonly onProblem: (field: string, problem: string | null) => void
  readonly onChange: (value: number) => void
}) {
  const [text, setText] = useState<string | null>(null)
  const problemOf = (typed: string) => {
    if (typed.trim() === '') return texts.enterANumber
    const value = parseNumber(typed)
    return value === null ? texts.enterANumberSuch : props.check(value)
  }
  const problem = text === null ? props.check(props.value) : problemOf(text)
  return (
    <TextInput
      label={props.label}
      inputMode="decimal"
      autoComplete="off"
      value={text ?? plain(props.value, props.decimals)}
      description={props.help}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={problem}
      rightSection={<span className={classes.unit}>{props.unit}</span>}
      rightSectionWidth={props.unit.length * 8 + 12}
      onFocus={() => setText(plain(props.value, props.decimals))}
      onBlur={() => problem === null && setText(null)}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        props.onProblem(props.label, problemOf(value))
        const next = parseNumber(value)
        if (next !== null && props.check(next) === null) props.onChange(next)
      }}
    />
  )
}

function plain(value: number, decimals: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: decimals })
}
