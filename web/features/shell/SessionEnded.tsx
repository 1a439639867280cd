'use client'
import { Alert, Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError, call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import classes from '../../ui/Form.module.css'
import { texts } from './strings.ts'

/** Signing in again on the same page, so that nothing typed is lost. */
export function SessionEnded({ me }: { readonly me: Me }) {
  const client = useQueryClient()
  const [typed, setTyped] = useState({ password: '', code: '' })
  const [asksCode, setAsksCode] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    event.stopPropagation()
    setBusy(true)
    setFailure(null)
    try {
      const { password, code } = typed
      await call(ENDPOINTS.staffLogin, { body: { email: me.email, password, ...(asksCode ? { code } : {}) } })
      await client.invalidateQueries()
    } catch (error) {
      if (error instanceof ApiError && error.code === 'second_factor_needed') setAsksCode(true)
      else setFailure(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }

  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title={texts.yourSessionHasEnded} zIndex={400}>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <p className={classes.note}>{texts.signInAgain(me.email)}</p>
        {failure !== null && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        <PasswordInput
          label={texts.password}
          name="password-again"
          autoComplete="current-password"
          required
          data-autofocus
          value={typed.password}
          onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': texts.showPassword }}
        />
        {asksCode && (
          <TextInput
            label={texts.code}
            autoComplete="one-time-code"
            required
            autoFocus
            value={typed.code}
            onChange={(event) => setTyped({ ...typed, code: event.currentTarget.value })}
          />
        )}
        <div className={classes.formActions}>
          <Button component="a" href="/login/">
            {texts.useAnotherAccount}
          </Button>
          <Button type="submit" variant="filled" loading={isBusy}>
            {texts.signIn}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
