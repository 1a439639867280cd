'use client'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Account.module.css'
import { EnrolDialog } from './EnrolDialog.tsx'
import { OwnPassword } from './OwnPassword.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { texts } from './strings.ts'

type Open = 'enrol' | 'remove' | { readonly recovery: readonly string[] } | null

/** An authenticator app: set up with a first code, removed with another. */
export function SecondFactorCard({ me }: { readonly me: Me }) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <Card label={texts.secondFactor}>
      <div className={table.tableHead}>
        <h2>{texts.secondFactor}</h2>
      </div>
      <div className={classes.body}>
        {me.second_factor ? (
          <>
            <p>{texts.onSigningInAsks}</p>
            <Button onClick={() => setOpen('remove')}>{texts.removeSecondFactor}</Button>
          </>
        ) : (
          <>
            <p>{texts.offWithAnAuthenticatorApp}</p>
            <Button variant="filled" onClick={() => setOpen('enrol')}>
              {texts.setUpAuthenticatorApp}
            </Button>
          </>
        )}
      </div>
      {open === 'enrol' && <EnrolDialog onClose={close} onDone={(recovery) => setOpen({ recovery })} />}
      {open === 'remove' && <RemoveDialog onClose={close} />}
      {typeof open === 'object' && open !== null && <RecoveryCodes codes={open.recovery} onClose={close} />}
    </Card>
  )
}

function RemoveDialog({ onClose }: { readonly onClose: () => void }) {
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
