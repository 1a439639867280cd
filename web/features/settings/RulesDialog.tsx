'use client'
import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { changesIn } from '../../lib/changesIn.ts'
import type { CommercialRules } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { type RuleForm, type RuleTexts, saveRules, textsOf } from './commercialRules.ts'
import { RULE_LABELS, RULE_WORDS, texts } from './strings.ts'

/** Edits one form of rules. What somebody else changed meanwhile is kept. */
export function RulesDialog(props: {
  readonly form: RuleForm
  readonly opened: CommercialRules
  readonly onClose: () => void
}) {
  const { form } = props
  const labels = RULE_LABELS[form]
  const numbers = Object.entries(labels).filter(([field]) => field !== 'automatic')
  // Values when the form was opened: a later answer must not change the input.
  const [{ version, values: opened }] = useState(() => ({
    version: props.opened[form].version,
    values: textsOf(form, props.opened),
  }))
  const [values, setValues] = useState(opened)
  const [isChecked, setChecked] = useState(false)
  const save = useSave([...Object.keys(labels), 'floor_price'])
  const send = () => {
    const current = save.meanwhile?.current as CommercialRules[RuleForm] | undefined
    const base: RuleTexts =
      current === undefined ? opened : textsOf(form, { ...props.opened, [form]: { ...props.opened[form], ...current } })
    const changed = (changesIn(opened, values) ?? {}) as RuleTexts
    return saveRules(form, { ...base, ...changed }, Number(save.meanwhile?.version ?? version))
  }
  const submit = () => {
    setChecked(true)
    if (numbers.some(([field]) => !isNumber(values[field] ?? ''))) return
    void save.run(send).then((answer) => answer && props.onClose())
  }
  return (
    <FormDialog
      title={RULE_WORDS[form].title}
      submit={texts.save}
      save={save}
      opened={{ values: opened, labels }}
      onClose={props.onClose}
      onSubmit={submit}
    >
      {Object.hasOwn(labels, 'automatic') && (
        <Switch
          label={labels.automatic}
          checked={values.automatic === 'true'}
          onChange={({ currentTarget: { checked } }) => setValues((now) => ({ ...now, automatic: String(checked) }))}
        />
      )}
      {numbers.map(([field, label]) => (
        <TextInput
          key={field}
          label={label}
          inputMode="decimal"
          value={values[field] ?? ''}
          error={
            save.fields[field] ??
            (field.startsWith('floor_') ? save.fields.floor_price : undefined) ??
            (isChecked && !isNumber(values[field] ?? '') ? texts.enterANumber : undefined)
          }
          onChange={({ currentTarget: { value } }) => setValues((now) => ({ ...now, [field]: value }))}
        />
      ))}
    </FormDialog>
  )
}

function isNumber(text: string): boolean {
  return /^\d{1,13}(\.\d{1,4})?$/.test(text.trim())
}
