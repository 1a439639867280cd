'use client'
import { NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { changesIn } from '../../lib/changesIn.ts'
import { ENDPOINTS, type SignInRules } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { SECOND_FACTOR_CHOICES, SIGN_IN_LABELS, texts } from './strings.ts'

/** How long sessions last, and who needs a second factor. */
export function SignInRulesForm({ onClose }: { readonly onClose: () => void }) {
  const { data } = useQuery({
    queryKey: ['signInRules'],
    queryFn: () => call(ENDPOINTS.readSignInRules),
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  return data === undefined ? null : <Form opened={data.data} onClose={onClose} />
}

function Form(props: { readonly opened: SignInRules; readonly onClose: () => void }) {
  const save = useSave(Object.keys(SIGN_IN_LABELS))
  // Values when the form was opened: a later answer must not change the input.
  const [{ version, changed_by: _, changed_at: __, ...opened }] = useState(props.opened)
  const [rules, setRules] = useState(opened)
  const send = () => {
    const base = (save.meanwhile?.current as typeof rules | undefined) ?? opened
    const body = { ...base, ...changesIn(opened, rules), version: Number(save.meanwhile?.version ?? version) }
    return call(ENDPOINTS.writeSignInRules, { body })
  }
  const number = (field: 'session_idle_minutes' | 'session_hours', min: number, max: number) => (
    <NumberInput
      label={SIGN_IN_LABELS[field]}
      min={min}
      max={max}
      value={rules[field]}
      onChange={(value) => setRules({ ...rules, [field]: Number(value) })}
      error={save.fields[field]}
    />
  )
  return (
    <FormDialog
      title={texts.signInRules}
      submit={texts.save}
      save={save}
      opened={{ values: opened, labels: SIGN_IN_LABELS }}
      onClose={props.onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && props.onClose())}
    >
      {number('session_idle_minutes', 5, 1440)}
      {number('session_hours', 1, 168)}
      <Select
        label={SIGN_IN_LABELS.require_second_factor}
        description={texts.theySetUpAnAuthenticator}
        allowDeselect={false}
        data={SECOND_FACTOR_CHOICES}
        value={rules.require_second_factor}
        onChange={(value) =>
          setRules({ ...rules, require_second_factor: value === 'admins' || value === 'all' ? value : 'none' })
        }
      />
    </FormDialog>
  )
}
