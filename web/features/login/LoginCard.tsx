'use client'
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { ApiError, call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import classes from './LoginCard.module.css'
import { safeNext } from './safeNext.ts'

export function LoginCard() {
  const router = useRouter()
  const next = useSearchParams().get('next')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [capsLock, setCapsLock] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      const body = { email: String(form.get('email')), password: String(form.get('password')) }
      await call(ENDPOINTS.staffLogin, { body })
      router.replace(safeNext(next, window.location.origin))
    } catch (failure) {
      setError(messageOf(failure))
      setBusy(false)
    }
  }

  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit} onKeyUp={watchCapsLock}>
        <h1>Sign in</h1>
        <p className={classes.note}>Brand exposure, for the people who measure and sell it.</p>
        {error !== null && (
          <Alert color="red" role="alert" className={classes.error ?? ''}>
            {error}
          </Alert>
        )}
        <TextInput label="E-mail" name="email" type="email" autoComplete="username" required autoFocus size="md" />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          size="md"
          description={capsLock ? 'Caps Lock is on' : undefined}
          visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
        />
        <Button type="submit" variant="filled" size="md" loading={busy}>
          Sign in
        </Button>
      </form>
    </main>
  )
}

/** One sentence for every failed sign-in, so that nobody learns which half was wrong. */
function messageOf(failure: unknown): string {
  if (!(failure instanceof ApiError)) return 'Something failed here. Reload the page and try again.'
  if (failure.status === 401 || failure.status === 400) return 'E-mail or password is wrong.'
  if (failure.status === 429) return `Too many tries. Wait ${failure.retryAfter ?? 60} seconds.`
  return `${failure.message} Try again in a moment.`
}
