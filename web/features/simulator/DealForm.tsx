'use client'
import { decimalsOf } from '@bx/contracts/currencies'
import { LARGEST_AMOUNT, parseMoney, perThousand, unitsOf } from '@bx/contracts/money'
import { showRate } from '@bx/contracts/showMoney'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { count, date } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { parseNumber } from '../../lib/parseNumber.ts'
import { Card } from '../../ui/View.tsx'
import type { DayFieldProps } from './DayField.tsx'
import { addDays, type Deal, daysOf, MAX_IMPRESSIONS } from './deal.ts'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'

const MERCHANT_HELP = 'This merchant’s existing packages use the same inventory'

// The calendar and the searchable lists load after the page; until then the fields show their values.
const LaterDayField = later(() => import('./DayField.tsx').then((module) => module.DayField))
const MerchantPick = later(() => import('../../ui/MerchantPick.tsx').then((module) => module.MerchantPick))
const PlacementPicker = later(() => import('./PlacementPicker.tsx').then((module) => module.PlacementPicker))

/** The inputs of a deal. Valid values are simulated at once; an invalid or empty one is reported. */
export function DealForm(props: {
  readonly deal: Deal
  readonly currency: string
  readonly today: string
  readonly choosing: Choosing
  readonly onChange: (change: Partial<Deal>) => void
  /** What is wrong with a number field; null when it is valid again. */
  readonly onProblem: (field: string, problem: string | null) => void
}) {
  const { deal, currency, today, choosing, onChange, onProblem } = props
  const tomorrow = addDays(today, 1)
  const latest = latestDay(today)
  const days = daysOf(deal)
  const decimals = decimalsOf(currency)
  const cpm = perThousand(parseMoney(deal.budget), deal.impressions)
  return (
    <Card label="Deal" className={classes.form ?? ''}>
      <h2>Deal</h2>
      <NumberField
        label="CPI budget"
        unit={currency}
        value={Number(deal.budget)}
        decimals={decimals}
        help={cpm === null ? '' : `${showRate(cpm, currency)} per 1,000 impressions`}
        check={(n) => budgetProblem(n, decimals)}
        onProblem={onProblem}
        onChange={(n) => onChange({ budget: String(n) })}
      />
      <NumberField
        label="Requested impressions"
        unit="impressions"
        value={deal.impressions}
        decimals={0}
        help={
          days > 0 ? `About ${count(deal.impressions / days)} a day for ${days} ${days === 1 ? 'day' : 'days'}` : ''
        }
        check={(n) => (Math.round(n) < 1 || n > MAX_IMPRESSIONS ? 'Enter at least 1 impression.' : null)}
        onProblem={onProblem}
        onChange={(n) => onChange({ impressions: Math.round(n) })}
      />
      <DayField
        label="First day"
        minDate={tomorrow}
        maxDate={latest}
        value={deal.start}
        error={startProblem(deal, today)}
        onChange={(day) => onChange({ start: day, end: day > deal.end ? addDays(day, days - 1) : deal.end })}
      />
      <DayField
        label="Last day, included"
        minDate={deal.start}
        maxDate={latest}
        value={deal.end}
        error={endProblem(deal, today)}
        onChange={(day) => onChange({ end: day })}
      />
      <MerchantPick
        waiting={<TextInput label="Merchant" description={MERCHANT_HELP} readOnly placeholder="A new merchant" />}
        label="Merchant"
        description={MERCHANT_HELP}
        placeholder="A new merchant"
        clearable
        clearButtonProps={{ 'aria-label': 'A new merchant' }}
        value={deal.merchant}
        onChange={(merchant) => onChange({ merchant })}
      />
      <PlacementPicker choosing={choosing} waiting={<TextInput label="Placements" readOnly />} />
    </Card>
  )
}

function DayField(props: DayFieldProps) {
  const { label, value, error } = props
  return <LaterDayField {...props} waiting={<TextInput readOnly label={label} value={date(value)} error={error} />} />
}

function budgetProblem(budget: number, decimals: number): string | null {
  if (budget > unitsOf(LARGEST_AMOUNT)) return `At most ${count(unitsOf(LARGEST_AMOUNT))}.`
  return Number(budget.toFixed(decimals)) === budget ? null : `At most ${decimals} decimal places.`
}

/** Why these days cannot be simulated; null if they can. */
export function daysProblem(deal: Deal, today: string): string | null {
  return startProblem(deal, today) ?? endProblem(deal, today)
}

function startProblem({ start }: Deal, today: string): string | null {
  const tomorrow = addDays(today, 1)
  return start < tomorrow ? `Whole days are sold: choose ${date(tomorrow)} or later.` : null
}

function latestDay(today: string): string {
  return addDays(today, 400)
}

function endProblem({ start, end }: Deal, today: string): string | null {
  const latest = latestDay(today)
  if (end < start) return 'Ends before it starts: choose a later day.'
  return end > latest ? `Too far ahead: choose ${date(latest)} or earlier.` : null
}

/** Accepts 1.5M and 1,500,000; the text is reformatted on blur. */
function NumberField(props: {
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
    if (typed.trim() === '') return 'Enter a number.'
    const value = parseNumber(typed)
    return value === null ? 'Enter a number, such as 1,500,000 or 1.5M.' : props.check(value)
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
