'use client'
import { CREDIT_MODELS, MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import { BASES_OF, PACKAGE_TYPES, type PackageType } from '@bx/contracts/packages/values'
import { Checkbox, Input, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { usePlacements } from '../../lib/usePlacementNames.ts'
import { MerchantPick } from '../../ui/MerchantPick.tsx'
import { type Draft, withType } from './draft.ts'
import { optionsOf } from './optionsOf.ts'
import classes from './Packages.module.css'
import { perUnits } from './states.ts'
import { BASIS_LABELS, DELIVERY_LABELS, END_LABELS, STATUS_LABELS, texts } from './strings.ts'

const MODELS = CREDIT_MODELS.map((value) => ({ value, label: MODEL_LABELS[value] }))

interface Fields {
  readonly draft: Draft
  readonly currency: string
  readonly errors: Readonly<Record<string, string | undefined>>
  readonly onChange: (part: Partial<Draft>) => void
  /** Merchant and type cannot change any more. */
  readonly isMerchantFixed?: boolean
  /** Only what may change once a package is sold. */
  readonly isSold?: boolean
}

/** The terms of a package as fields; rules between them are checked by the server. */
export function TermsFields(props: Fields) {
  const { draft, errors, onChange, isSold = false } = props
  return (
    <div className={classes.fields}>
      <TextInput
        label={texts.name}
        value={draft.name}
        error={errors.package_name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <TextInput
        label={texts.poNumberOptional}
        value={draft.poNumber}
        error={errors.po_number}
        onChange={({ currentTarget }) => onChange({ poNumber: currentTarget.value })}
      />
      {!props.isMerchantFixed && <Sale {...props} />}
      <Units {...props} />
      <Days {...props} />
      <Placements {...props} />
      {draft.type === 'CPA' && !isSold && <Credit {...props} />}
      <Delivery {...props} />
      {!isSold && (
        <Checkbox
          className={classes.wide ?? ''}
          label={texts.onlyWithASlotToken}
          description={texts.countsOnlySignedSlots}
          checked={draft.slotToken}
          onChange={({ currentTarget }) => onChange({ slotToken: currentTarget.checked })}
        />
      )}
    </div>
  )
}

function Sale({ draft, errors, onChange }: Fields) {
  return (
    <>
      <MerchantPick
        label={texts.merchant}
        value={draft.merchant}
        error={errors.merchant_id}
        onChange={(merchant) => onChange({ merchant })}
      />
      <Input.Wrapper label={texts.type}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={texts.type}
          value={draft.type}
          data={[...PACKAGE_TYPES]}
          onChange={(type) => onChange(withType(draft, type as PackageType))}
        />
      </Input.Wrapper>
    </>
  )
}

function Units({ draft, errors, onChange, currency, isSold }: Fields) {
  return (
    <>
      <TextInput
        label={isSold ? texts.goal : draft.type === 'CPA' ? texts.guaranteedUnitsOptional : texts.guaranteedUnits}
        placeholder={texts.unitsExample}
        inputMode="decimal"
        value={draft.units}
        error={errors.guaranteed_units}
        onChange={({ currentTarget }) => onChange({ units: currentTarget.value })}
      />
      {!isSold && (
        <TextInput
          label={`${currency} ${perUnits(draft.type)}`}
          inputMode="decimal"
          value={draft.unitPrice}
          error={errors.unit_price ?? errors.price}
          onChange={({ currentTarget }) => onChange({ unitPrice: currentTarget.value })}
        />
      )}
      {!isSold && BASES_OF[draft.type].length > 1 && (
        <Select
          label={texts.billedBy}
          allowDeselect={false}
          value={draft.basis}
          data={optionsOf(BASIS_LABELS).filter(({ value }) => BASES_OF[draft.type].includes(value))}
          error={errors.billing_basis}
          onChange={(basis) => basis && onChange({ basis: basis as Draft['basis'] })}
        />
      )}
    </>
  )
}

function Days({ draft, errors, onChange, isSold }: Fields) {
  return (
    <>
      {!isSold && (
        <DatePickerInput
          label={texts.firstDay}
          valueFormat="D MMM YYYY"
          value={draft.start}
          error={errors.start_date}
          onChange={(day) => day !== null && onChange({ start: day, ...(day > draft.end ? { end: day } : {}) })}
        />
      )}
      <DatePickerInput
        label={texts.lastDayIncluded}
        valueFormat="D MMM YYYY"
        minDate={draft.start}
        value={draft.end}
        error={errors.end_date}
        onChange={(day) => day !== null && onChange({ end: day })}
      />
    </>
  )
}

function Placements({ draft, errors, onChange }: Fields) {
  const { placements = [] } = usePlacements()
  const data = placements.map(({ placement_id: value, placement_name: label }) => ({ value, label }))
  const nameOf = (id: string) => data.find(({ value }) => value === id)?.label ?? id
  return (
    <>
      <MultiSelect
        className={classes.wide ?? ''}
        label={texts.placements}
        placeholder={draft.placements.length === 0 ? texts.allPlacements : ''}
        searchable
        clearable
        data={data}
        value={[...draft.placements]}
        error={errors.placements}
        onChange={(ids) => onChange({ placements: ids, ...(ids.length === 0 ? { each: null } : {}) })}
      />
      {draft.placements.length > 0 && (
        <Checkbox
          className={classes.wide ?? ''}
          label={texts.unitsForEachPlacementInstead}
          checked={draft.each !== null}
          onChange={({ currentTarget }) => onChange({ each: currentTarget.checked ? {} : null })}
        />
      )}
      {draft.each !== null &&
        draft.placements.map((id) => (
          <TextInput
            key={id}
            label={texts.unitsOn(nameOf(id))}
            inputMode="decimal"
            value={draft.each?.[id] ?? ''}
            onChange={({ currentTarget }) => onChange({ each: { ...draft.each, [id]: currentTarget.value } })}
          />
        ))}
    </>
  )
}

function Credit({ draft, errors, onChange }: Fields) {
  return (
    <>
      <Select
        label={texts.creditModel}
        allowDeselect={false}
        value={draft.creditModel}
        data={MODELS}
        error={errors.credit_model}
        onChange={(model) => model && onChange({ creditModel: model as Draft['creditModel'] })}
      />
      <TextInput
        label={texts.attributionWindowDays}
        inputMode="numeric"
        value={draft.creditDays}
        error={errors.credit_window_days}
        onChange={({ currentTarget }) => onChange({ creditDays: currentTarget.value })}
      />
      <Select
        label={texts.billedWhen}
        allowDeselect={false}
        value={draft.billedStatus}
        data={optionsOf(STATUS_LABELS)}
        error={errors.billed_status}
        onChange={(status) => status && onChange({ billedStatus: status as Draft['billedStatus'] })}
      />
    </>
  )
}

function Delivery({ draft, errors, onChange }: Fields) {
  const units = (label: string, field: 'buffer' | 'cap' | 'dailyCap', error: string | undefined, help: string) => (
    <TextInput
      label={label}
      description={help}
      inputMode="decimal"
      value={draft[field]}
      error={error}
      onChange={({ currentTarget }) => onChange({ [field]: currentTarget.value })}
    />
  )
  return (
    <>
      <Select
        label={texts.delivery}
        allowDeselect={false}
        value={draft.deliveryMode}
        data={optionsOf(DELIVERY_LABELS)}
        error={errors.delivery_mode}
        onChange={(mode) => mode && onChange({ deliveryMode: mode as Draft['deliveryMode'] })}
      />
      <Select
        label={texts.ends}
        allowDeselect={false}
        value={draft.endRule}
        data={optionsOf(END_LABELS)}
        error={errors.end_rule}
        onChange={(rule) => rule && onChange({ endRule: rule as Draft['endRule'] })}
      />
      {units(texts.overDeliveryBufferOptional, 'buffer', errors.buffer_units, texts.billedAboveTheGoal)}
      {units(texts.dailyCapOptional, 'dailyCap', errors.daily_cap_units, texts.mostUnitsOfOneLocal)}
      {units(texts.capOptional, 'cap', errors.cap_units, texts.mostUnitsDeliveredInAll)}
    </>
  )
}
