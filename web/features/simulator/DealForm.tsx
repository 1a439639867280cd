'use client'
import { TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useState } from 'react'
import { count, date } from '../../lib/formats.ts'
import { parseNumber } from '../../lib/parseNumber.ts'
import { MerchantPick } from '../../ui/MerchantPick.tsx'
import { Card } from '../../ui/View.tsx'
import { addDays, type Deal, daysOf, MAX_UNITS } from './deal.ts'
import { PlacementPicker } from './PlacementPicker.tsx'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'

/** The inputs of a deal. What makes sense is simulated at once; what does not says why and is left out. */
export function DealForm(props: {
  readonly deal: Deal
  readonly currency: string
  readonly minorDigits: number
  readonly today: string
  readonly choosing: Choosing
  readonly onChange: (change: Partial<Deal>) => void
}) {
  const { deal, currency, minorDigits, today, choosing, onChange } = props
  const tomorrow = addDays(today, 1)
  const latest = addDays(today, 400)
  const days = daysOf(deal)
  const cpm = ((deal.budget / 10 ** minorDigits / deal.impressions) * 1000).toFixed(2)
  return (
    <Card label="Deal" className={classes.form ?? ''}>
      <h2>Deal</h2>
      <NumberField
        label="CPI budget"
        unit={currency}
        value={deal.budget / 10 ** minorDigits}
        help={`${currency} ${cpm} per 1,000 impressions`}
        check={(n) => (n * 10 ** minorDigits > MAX_UNITS ? 'Too large to be counted exactly.' : null)}
        onChange={(n) => onChange({ budget: Math.round(n * 10 ** minorDigits) })}
      />
      <NumberField
        label="Requested impressions"
        unit="impressions"
        value={deal.impressions}
        help={
          days > 0 ? `About ${count(deal.impressions / days)} a day for ${days} ${days === 1 ? 'day' : 'days'}` : ''
        }
        check={(n) => (Math.round(n) < 1 || n > MAX_UNITS ? 'At least 1 impression.' : null)}
        onChange={(n) => onChange({ impressions: Math.round(n) })}
      />
      <DatePickerInput
        label="First day"
        valueFormat="D MMM YYYY"
        minDate={tomorrow}
        maxDate={latest}
        value={deal.start}
        error={deal.start < tomorrow ? `Whole days are sold: choose ${date(tomorrow)} or later.` : null}
        onChange={(day) =>
          day !== null && onChange({ start: day, end: day > deal.end ? addDays(day, days - 1) : deal.end })
        }
      />
      <DatePickerInput
        label="Last day, included"
        valueFormat="D MMM YYYY"
        minDate={deal.start}
        maxDate={latest}
        value={deal.end}
        error={endProblem(deal, latest)}
        onChange={(day) => day !== null && onChange({ end: day })}
      />
      <MerchantPick
        label="Merchant"
        description="What it has bought already competes for the same renders"
        placeholder="A new merchant"
        clearable
        clearButtonProps={{ 'aria-label': 'A new merchant' }}
        value={deal.merchant}
        onChange={(merchant) => onChange({ merchant })}
      />
      <PlacementPicker choosing={choosing} />
    </Card>
  )
}

function endProblem({ start, end }: Deal, latest: string): string | null {
  if (end < start) return 'Ends before it starts: choose a later day.'
  return end > latest ? `Too far ahead: choose ${date(latest)} or earlier.` : null
}

/** Accepts 1.5M and 1,500,000; what is typed stays until it is left. */
function NumberField(props: {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly help: string
  readonly check: (value: number) => string | null
  readonly onChange: (value: number) => void
}) {
  const [text, setText] = useState<string | null>(null)
  const typed = text === null ? props.value : parseNumber(text)
  const problem = typed === null ? 'A number is expected, such as 1,500,000 or 1.5M.' : props.check(typed)
  return (
    <TextInput
      label={props.label}
      inputMode="decimal"
      autoComplete="off"
      value={text ?? plain(props.value)}
      description={props.help}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={problem}
      rightSection={<span className={classes.unit}>{props.unit}</span>}
      rightSectionWidth={props.unit.length * 8 + 12}
      onFocus={() => setText(plain(props.value))}
      onBlur={() => problem === null && setText(null)}
      onChange={({ currentTarget: { value } }) => {
        setText(value)
        const next = parseNumber(value)
        if (next !== null && props.check(next) === null) props.onChange(next)
      }}
    />
  )
}

function plain(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 2 })
}
