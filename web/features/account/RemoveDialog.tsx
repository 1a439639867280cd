'use client'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { OwnPassword } from './OwnPassword.tsx'
import { texts } from './strings.ts'

/** Removes the second factor; asks for the password and a code. */
export function RemoveDialog({ onClose }: { readonly onClose: () => void }) {
  const save = useSave(['current_password', 'code'])
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const send = () => call(ENDPOINTS.removeSecondFactor, { body: { current_password: password, code } })
  return (
    <FormDialog
      title={texts.removeSecondFactor}
      submit={texts.remove}
      isDangerous
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    >
      <OwnPassword value={password} onChange={setPassword} error={save.fields.current_password} />
      <TextInput
        label={texts.code}
        description={texts.sixDigitsFromYourAuthenticator}
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={save.fields.code}
      />
    </FormDialog>
  )
}
