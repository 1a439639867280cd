'use client'
import { decimalsOf } from '@bx/contracts/currencies'
import { LARGEST_AMOUNT, parseMoney, perThousand, unitsOf } from '@bx/contracts/money'
import { showRate } from '@bx/contracts/showMoney'
import { TextInput } from '@mantine/core'
import { addDays } from '../../lib/addDays.ts'
import { count, date } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import type { DayFieldProps } from '../../ui/DayField.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Card } from '../../ui/View.tsx'
import { type Deal, daysOf, MAX_IMPRESSIONS } from './deal.ts'
import type { Choosing } from './PlacementsTable.tsx'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

// The calendar and the searchable lists load after the page; until then the fields show their values.
const LaterDayField = later(() => import('../../ui/DayField.tsx').then((module) => module.DayField))
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
    <Card label={texts.deal} className={classes.form ?? ''}>
      <h2>{texts.deal}</h2>
      <NumberField
        label={texts.cpiBudget}
        unit={currency}
        value={Number(deal.budget)}
        decimals={decimals}
        help={cpm === null ? '' : texts.per1000Impressions(showRate(cpm, currency))}
        check={(n) => budgetProblem(n, decimals)}
        onProblem={onProblem}
        onChange={(n) => onChange({ budget: String(n) })}
      />
      <NumberField
        label={texts.requestedImpressions}
        unit={texts.impressionsInText}
        value={deal.impressions}
        decimals={0}
        help={days > 0 ? texts.aboutADayForDays(count(deal.impressions / days), days, days === 1) : ''}
        check={(n) => (Math.round(n) < 1 || n > MAX_IMPRESSIONS ? texts.enterAtLeast1Impression : null)}
        onProblem={onProblem}
        onChange={(n) => onChange({ impressions: Math.round(n) })}
      />
      <DayField
        label={texts.firstDay}
        minDate={tomorrow}
        maxDate={latest}
        value={deal.start}
        error={startProblem(deal, today)}
        onChange={(day) => onChange({ start: day, end: day > deal.end ? addDays(day, days - 1) : deal.end })}
      />
      <DayField
        label={texts.lastDayIncluded}
        minDate={deal.start}
        maxDate={latest}
        value={deal.end}
        error={endProblem(deal, today)}
        onChange={(day) => onChange({ end: day })}
      />
      <MerchantPick
        waiting={
          <TextInput
            label={texts.merchant}
            description={texts.merchantHelp}
            readOnly
            placeholder={texts.aNewMerchant}
          />
        }
        label={texts.merchant}
        description={texts.merchantHelp}
        placeholder={texts.aNewMerchant}
        clearable
        clearButtonProps={{ 'aria-label': texts.aNewMerchant }}
        value={deal.merchant}
        onChange={(merchant) => onChange({ merchant })}
      />
      <PlacementPicker choosing={choosing} waiting={<TextInput label={texts.placements} readOnly />} />
    </Card>
  )
}

function DayField(props: DayFieldProps) {
  const { label, value, error } = props
  return <LaterDayField {...props} waiting={<TextInput readOnly label={label} value={date(value)} error={error} />} />
}

function budgetProblem(budget: number, decimals: number): string | null {
  if (budget > unitsOf(LARGEST_AMOUNT)) return texts.atMost(count(unitsOf(LARGEST_AMOUNT)))
  return Number(budget.toFixed(decimals)) === budget ? null : texts.atMostDecimalPlaces(decimals)
}

/** Why these days cannot be simulated; null if they can. */
export function daysProblem(deal: Deal, today: string): string | null {
  return startProblem(deal, today) ?? endProblem(deal, today)
}

function startProblem({ start }: Deal, today: string): string | null {
  const tomorrow = addDays(today, 1)
  return start < tomorrow ? texts.wholeDaysAreSoldChoose(date(tomorrow)) : null
}

function latestDay(today: string): string {
  return addDays(today, 400)
}

function endProblem({ start, end }: Deal, today: string): string | null {
  const latest = latestDay(today)
  if (end < start) return texts.endsBeforeItStartsChoose
  return end > latest ? texts.tooFarAheadChoose(date(latest)) : null
}
