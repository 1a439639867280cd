'use client'
import type { ShortAction } from '@bx/contracts/packages/lifecycle'
import { Textarea, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useState } from 'react'
import { addDays } from '../../lib/addDays.ts'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type OnePackage } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { parseNumber } from '../../lib/parseNumber.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { unitsText } from './states.ts'
import { SHORT_ACTION_WORDS, STATE_LABELS, texts } from './strings.ts'

interface Asked {
  /** As typed; an extension has none. */
  readonly units: string
  readonly start: string
  readonly end: string
  readonly reason: string
}

/** Makes good for a package that ended short: another package, money, or a later end. */
export function ShortDialog(props: {
  readonly action: ShortAction
  readonly sold: OnePackage
  readonly today: string
  readonly onClose: () => void
}) {
  const { action, sold, onClose } = props
  const words = SHORT_ACTION_WORDS[action]
  const [asked, setAsked] = useState<Asked>({
    ...{ units: count(sold.short_units), reason: '' },
    ...{ start: addDays(props.today, 1), end: addDays(props.today, 14) },
  })
  const [isChecked, setChecked] = useState(false)
  const save = useSave(['units', 'start_date', 'end_date', 'reason'])
  const units = parseNumber(asked.units)
  const unitsError =
    units === null || units < 1 || units > sold.short_units ? texts.atMost(count(sold.short_units)) : null
  const submit = async () => {
    setChecked(true)
    if (asked.reason.trim() === '' || (action !== 'extend' && unitsError !== null)) return
    const version = Number(save.meanwhile?.version ?? sold.version)
    if ((await save.run(() => send(action, sold.package_id, asked, version))) !== null) onClose()
  }
  const onChange = (part: Partial<Asked>) => setAsked({ ...asked, ...part })
  return (
    <FormDialog
      title={`${words.button}: ${sold.package_name}`}
      submit={words.button}
      save={save}
      opened={{ values: { status: STATE_LABELS[sold.status] }, labels: { status: texts.state } }}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <p>
        {texts.missing(unitsText(sold.package_type, sold.short_units))} {words.text}
      </p>
      {action !== 'extend' && (
        <TextInput
          label={texts.missingUnits}
          inputMode="decimal"
          value={asked.units}
          error={save.fields.units ?? (isChecked && unitsError)}
          onChange={({ currentTarget }) => onChange({ units: currentTarget.value })}
        />
      )}
      {action !== 'credit' && <Days {...{ action, asked, onChange }} errors={save.fields} />}
      <Textarea
        label={texts.reason}
        description={texts.keptInTheHistory}
        maxLength={500}
        autosize
        minRows={2}
        value={asked.reason}
        error={save.fields.reason ?? (isChecked && asked.reason.trim() === '' ? texts.enterAReason : undefined)}
        onChange={({ currentTarget }) => onChange({ reason: currentTarget.value })}
      />
    </FormDialog>
  )
}

function Days(props: {
  readonly action: ShortAction
  readonly asked: Asked
  readonly errors: Readonly<Record<string, string | undefined>>
  readonly onChange: (part: Partial<Asked>) => void
}) {
  const { asked, errors, onChange } = props
  return (
    <>
      {props.action === 'makegood' && (
        <DatePickerInput
          label={texts.firstDay}
          valueFormat="D MMM YYYY"
          value={asked.start}
          error={errors.start_date}
          onChange={(day) => day !== null && onChange({ start: day, ...(day > asked.end ? { end: day } : {}) })}
        />
      )}
      <DatePickerInput
        label={texts.lastDayIncluded}
        valueFormat="D MMM YYYY"
        value={asked.end}
        error={errors.end_date}
        onChange={(day) => day !== null && onChange({ end: day })}
      />
    </>
  )
}

function send(action: ShortAction, packageId: string, { units, start, end, reason }: Asked, version: number) {
  const params = { package_id: packageId }
  const said = { version, reason: reason.trim() }
  const missing = parseNumber(units) ?? undefined
  if (action === 'extend') return call(ENDPOINTS.extendPackage, { params, body: { ...said, end_date: end } })
  if (action === 'credit') return call(ENDPOINTS.creditPackage, { params, body: { ...said, units: missing } })
  const body = { ...said, units: missing, start_date: start, end_date: end }
  return call(ENDPOINTS.makegoodPackage, { params, body })
}
