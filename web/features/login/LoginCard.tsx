'use client'
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, type KeyboardEvent, useEffect, useState } from 'react'
import { ApiError, call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useCountdown } from '../../lib/useCountdown.ts'
import classes from '../../ui/EntryCard.module.css'
import { FirstAdminHint } from './FirstAdminHint.tsx'
import { safeNext } from './safeNext.ts'
import { texts } from './strings.ts'

/** E-mail and password, then the code for accounts with a second factor. */
export function LoginCard() {
  const router = useRouter()
  const next = useSearchParams().get('next')
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [asksCode, setAsksCode] = useState(false)
  const [typed, setTyped] = useState({ email: '', password: '', code: '' })
  const wait = useCountdown(failure instanceof ApiError ? failure.retryAfter : null, failure)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      const { code, ...body } = typed
      await call(ENDPOINTS.staffLogin, { body: asksCode ? { ...body, code } : body })
      router.replace(safeNext(next, window.location.origin))
    } catch (error) {
      const needsCode = error instanceof ApiError && error.code === 'second_factor_needed'
      if (needsCode) setAsksCode(true)
      else setFailure(error)
      setBusy(false)
    }
  }

  const change = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part })
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <h1>{asksCode ? texts.enterYourCode : texts.signIn}</h1>
        <p className={classes.note}>{asksCode ? texts.signingInAs(typed.email.trim()) : texts.brandExposure}</p>
        {!asksCode && <FirstAdminHint />}
        {failure !== null && (
          <Alert color="red" role="alert" className={classes.error ?? ''}>
            {messageOf(failure, wait)}
          </Alert>
        )}
        {asksCode ? (
          <CodeFields code={typed.code} onChange={(code) => change({ code })} />
        ) : (
          <PasswordFields typed={typed} onChange={change} />
        )}
        <Button type="submit" variant="filled" size="md" loading={busy} disabled={wait > 0}>
          {wait > 0 ? texts.waitS(wait) : texts.signIn}
        </Button>
        {busy && <Slow />}
        {asksCode && (
          <Button
            variant="subtle"
            size="md"
            onClick={() => {
              setAsksCode(false)
              setFailure(null)
              change({ password: '', code: '' })
            }}
          >
            {texts.useAnotherAccount}
          </Button>
        )}
      </form>
    </main>
  )
}

function PasswordFields(props: {
  readonly typed: { readonly email: string; readonly password: string }
  readonly onChange: (part: { email?: string; password?: string }) => void
}) {
  const [capsLock, setCapsLock] = useState(false)
  return (
    <>
      <TextInput
        label={texts.eMail}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        size="md"
        value={props.typed.email}
        onChange={(event) => props.onChange({ email: event.currentTarget.value })}
      />
      <PasswordInput
        label={texts.password}
        name="password"
        autoComplete="current-password"
        required
        size="md"
        description={capsLock ? texts.capsLockIsOn : undefined}
        visibilityToggleButtonProps={{ 'aria-label': texts.showPassword }}
        value={props.typed.password}
        onChange={(event) => props.onChange({ password: event.currentTarget.value })}
        onKeyUp={(event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))}
      />
    </>
  )
}

function CodeFields(props: { readonly code: string; readonly onChange: (code: string) => void }) {
  return (
    <TextInput
      label={texts.code}
      description={texts.sixDigitsFromYourAuthenticator}
      name="code"
      autoComplete="one-time-code"
      required
      autoFocus
      size="md"
      value={props.code}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}

const SLOW_AFTER_MS = 2000

/** Failed sign-ins elsewhere slow down an account. The text prevents the impression that the page is broken. */
function Slow() {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p role="status" className={classes.slow}>
      {isSlow && texts.stillCheckingAfterManyFailed}
    </p>
  )
}

/** The same sentence for every failed sign-in, so that it does not reveal which part was wrong. */
function messageOf(failure: unknown, wait: number): string {
  if (!(failure instanceof ApiError)) return texts.somethingFailedHereReload
  if (failure.code === 'wrong_code') return failure.message
  if (failure.status === 401 || failure.status === 400) return texts.eMailOrPassword
  const again = wait > 0 ? texts.tryAgainInS(wait) : texts.youCanTryAgainNow
  if (failure.status === 429) return texts.tooManyAttempts(again)
  if (failure.code === 'sign_in_busy') return texts.tooManyPeopleAreSigning(again)
  return texts.tryAgainInAMoment(failure.message)
}
