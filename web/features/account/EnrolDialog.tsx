'use client'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { encode } from 'uqr'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import classes from './Account.module.css'
import { OwnPassword } from './OwnPassword.tsx'
import { texts } from './strings.ts'

/** Asks for the password, then shows the secret as QR code and text, then asks for the first code. */
export function EnrolDialog(props: {
  readonly onClose: () => void
  readonly onDone: (recoveryCodes: readonly string[]) => void
}) {
  const save = useSave(['current_password', 'code'])
  const [password, setPassword] = useState('')
  const [started, setStarted] = useState<{ readonly secret: string; readonly uri: string } | null>(null)
  const [code, setCode] = useState('')
  const submit = async () => {
    if (started === null) {
      const body = { current_password: password }
      const answer = await save.run(() => call(ENDPOINTS.startSecondFactor, { body }))
      if (answer !== null) setStarted(answer.data)
      return
    }
    const answer = await save.run(() => call(ENDPOINTS.confirmSecondFactor, { body: { code } }))
    if (answer !== null) props.onDone(answer.data.recovery_codes)
  }
  return (
    <FormDialog
      title={texts.setUpAuthenticatorApp}
      submit={started === null ? texts.continue : texts.turnOn}
      size={600}
      save={save}
      onClose={props.onClose}
      onSubmit={() => void submit()}
    >
      {started === null ? (
        <OwnPassword value={password} onChange={setPassword} error={save.fields.current_password} />
      ) : (
        <div className={classes.enrol}>
          <QrCode text={started.uri} />
          <div className={classes.form}>
            <p>{texts.scanThePictureWithYour}</p>
            <code>{started.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
            <TextInput
              label={texts.code}
              description={texts.theSixDigits}
              inputMode="numeric"
              autoComplete="one-time-code"
              data-autofocus
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              error={save.fields.code}
            />
          </div>
        </div>
      )}
    </FormDialog>
  )
}

function QrCode({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { border: 1 })
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={texts.qrCodeOfTheKey}>
      <path d={squares.join('')} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
