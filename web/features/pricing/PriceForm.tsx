'use client'
import { decimalsOf } from '@bx/contracts/currencies'
import { LARGEST_AMOUNT, moneyText, parseMoney, roundMoney, unitsOf } from '@bx/contracts/money'
import { cpmOf } from '@bx/contracts/packages/pricing'
import { Button, TextInput } from '@mantine/core'
import { addDays } from '../../lib/addDays.ts'
import type { CommercialRules, Placement } from '../../lib/endpoints.ts'
import { count, date, percentage, sumMoney } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import type { DayFieldProps } from '../../ui/DayField.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Card } from '../../ui/View.tsx'
import { type Ask, daysOf } from './ask.ts'
import { unitMoney } from './figures.ts'
import { ObjectiveCards } from './ObjectiveCards.tsx'
import classes from './Pricing.module.css'
import { texts } from './strings.ts'

// The calendar and the searchable list load after the page; until then the fields show their values.
const LaterDayField = later(() => import('../../ui/DayField.tsx').then((module) => module.DayField))
const PlacementsPick = later(() => import('./PlacementsPick.tsx').then((module) => module.PlacementsPick))
const MerchantPick = later(() => import('../../ui/MerchantPick.tsx').then((module) => module.MerchantPick))

export interface PriceFormProps {
  readonly ask: Ask
  readonly rules: CommercialRules | undefined
  readonly placements: readonly Placement[]
  readonly currency: string
  readonly today: string
  readonly onChange: (part: Partial<Ask>) => void
  /** What is wrong with a number field; null when it is valid again. */
  readonly onProblem: (field: string, problem: string | null) => void
}

/** The inputs of a quote. Valid values are priced at once. */
export function PriceForm(props: PriceFormProps) {
  const { ask, currency, onChange, placements } = props
  return (
    <Card label={texts.whatTheMerchantWants} className={`${classes.pad} ${classes.form}`}>
      <h2>{texts.whatTheMerchantWants}</h2>
      <ObjectiveCards ask={ask} rules={props.rules} currency={currency} onChange={onChange} />
      <MerchantPick
        waiting={<TextInput label={texts.merchant} readOnly placeholder={texts.aNewMerchant} />}
        label={texts.merchant}
        description={texts.merchantHelp}
        placeholder={texts.aNewMerchant}
        clearable
        clearButtonProps={{ 'aria-label': texts.aNewMerchant }}
        value={ask.merchant}
        onChange={(merchant) => onChange({ merchant })}
      />
      <Budget {...props} />
      <Days {...props} />
      <PlacementsPick
        waiting={<TextInput label={texts.placements} readOnly placeholder={texts.allPlacements} />}
        placements={placements}
        value={ask.placements}
        onChange={(ids) => onChange({ placements: ids })}
      />
      {props.rules !== undefined && <Rates {...props} rules={props.rules} />}
    </Card>
  )
}

function Budget({ ask, currency, onChange, onProblem }: PriceFormProps) {
  if (ask.objective === 'conversions') return null
  const days = daysOf(ask)
  const perDay = days > 0 ? roundMoney(parseMoney(ask.budget) / BigInt(days), decimalsOf(currency)) : null
  return (
    <NumberField
      label={texts.budget}
      unit={currency}
      value={Number(ask.budget)}
      decimals={decimalsOf(currency)}
      help={perDay === null ? '' : texts.aDay(sumMoney(moneyText(perDay, currency), currency))}
      check={(n) => amountProblem(n, decimalsOf(currency))}
      onProblem={onProblem}
      onChange={(n) => onChange({ budget: String(n) })}
    />
  )
}

function Days({ ask, today, onChange }: PriceFormProps) {
  const tomorrow = addDays(today, 1)
  const latest = addDays(today, 400)
  const days = daysOf(ask)
  return (
    <div className={classes.pair}>
      <DayField
        label={texts.firstDay}
        minDate={tomorrow}
        maxDate={latest}
        value={ask.start}
        error={ask.start < tomorrow ? texts.startsTomorrow : null}
        onChange={(start) =>
          onChange({ start, end: start > ask.end ? addDays(start, Math.max(0, days - 1)) : ask.end })
        }
      />
      <DayField
        label={texts.lastDay}
        minDate={ask.start}
        maxDate={latest}
        value={ask.end}
        error={ask.end < ask.start ? texts.endsBefore : null}
        onChange={(end) => onChange({ end })}
      />
    </div>
  )
}

function DayField(props: DayFieldProps) {
  const { label, value, error } = props
  return <LaterDayField {...props} waiting={<TextInput readOnly label={label} value={date(value)} error={error} />} />
}

/** What differs from the price list. */
function Rates(props: PriceFormProps & { readonly rules: CommercialRules }) {
  const { ask, rules, onChange } = props
  const { pricing } = rules
  const isOwn = [ask.cpm, ask.cpc, ask.factor, ask.highPct].some((own) => own !== null)
  return (
    <>
      {ask.objective === 'awareness' && <CpmFields {...props} />}
      {ask.objective === 'traffic' && (
        <PriceField
          {...props}
          label={texts.baseCpc}
          value={ask.cpc ?? pricing.base_cpc}
          name="cpc"
          list={pricing.base_cpc}
        />
      )}
      {ask.objective === 'conversions' && (
        <PriceField {...props} label={texts.perSale} value={ask.perSale ?? '0'} name="perSale" list={null} />
      )}
      <p className={classes.hint}>{texts.priceList(count(pricing.version))}</p>
      {isOwn && (
        <Button onClick={() => onChange({ cpm: null, cpc: null, factor: null, highPct: null })}>
          {texts.backToList}
        </Button>
      )}
    </>
  )
}

function CpmFields(props: PriceFormProps & { readonly rules: CommercialRules }) {
  const { ask, rules, currency, placements, onChange, onProblem } = props
  const { pricing } = rules
  const [base, factor] = [ask.cpm ?? pricing.base_cpm, ask.factor ?? pricing.high_value_factor]
  const highPct = ask.highPct ?? pricing.high_value_pct
  const high = placements.filter(({ tier }) => tier === 'high_value').map(({ placement_name: name }) => name)
  const cpm = cpmOf('high_value', { base: parseMoney(base), factor, highPct })
  return (
    <>
      <label className={classes.mix}>
        <span>
          <b>{texts.placementMix}</b> {texts.mixOf(percentage(highPct), percentage(100 - highPct))}
        </span>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={highPct}
          onChange={({ currentTarget }) => onChange({ highPct: Number(currentTarget.value) })}
        />
        <small className={classes.hint}>{high.length === 0 ? texts.noHighValue : texts.mixHelp(high.join(', '))}</small>
      </label>
      <div className={classes.pair}>
        <PriceField {...props} label={texts.baseCpm} value={base} name="cpm" list={pricing.base_cpm} />
        <NumberField
          label={texts.factor}
          unit="×"
          value={factor}
          decimals={4}
          help={texts.factorHelp(unitMoney(moneyText(cpm, currency), currency))}
          check={(n) => (n < 0.1 ? texts.atLeast('0.1') : n > 10 ? texts.atMost('10') : decimalsProblem(n, 4))}
          onProblem={onProblem}
          onChange={(n) => onChange({ factor: n })}
        />
      </div>
    </>
  )
}

function PriceField(
  props: PriceFormProps & {
    readonly label: string
    readonly value: string
    readonly name: 'cpm' | 'cpc' | 'perSale'
    /** null: the list has none. */
    readonly list: string | null
  },
) {
  const { list, currency } = props
  return (
    <NumberField
      label={props.label}
      unit={currency}
      value={Number(props.value)}
      decimals={4}
      help={list === null ? texts.perSaleHelp : texts.listPrice(unitMoney(list, currency))}
      check={(n) => (n === 0 && list !== null ? texts.aboveZero : amountProblem(n, 4))}
      onProblem={props.onProblem}
      onChange={(n) => props.onChange({ [props.name]: String(n) })}
    />
  )
}

function amountProblem(amount: number, decimals: number): string | null {
  if (amount > unitsOf(LARGEST_AMOUNT)) return texts.atMost(count(unitsOf(LARGEST_AMOUNT)))
  return decimalsProblem(amount, decimals)
}

function decimalsProblem(n: number, decimals: number): string | null {
  return Number(n.toFixed(decimals)) === n ? null : texts.atMostDecimals(decimals)
}
