'use client'
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import classes from '../../ui/EntryCard.module.css'

const FIELDS = ['name', 'email', 'password'] as const

/** Creates the first administrator with the token in the link, and continues with the setup. */
export function FirstAdminCard() {
  const router = useRouter()
  const token = useToken()
  const save = useSave(FIELDS)
  const [typed, setTyped] = useState({ name: '', email: '', password: '' })

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const made = await save.run(() => call(ENDPOINTS.createFirstAdmin, { body: { ...typed, token: token ?? '' } }))
    if (made !== null) router.replace('/setup/')
  }

  const field = (name: (typeof FIELDS)[number]) => ({
    name,
    value: typed[name],
    error: save.fields[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
    ...{ required: true, size: 'md' },
  })
  if (token === undefined) return null
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <h1>Create the first administrator</h1>
        <p className={classes.note}>
          {token === null
            ? 'This address is not complete. Copy the whole link from the server’s console, including everything after #.'
            : 'This account can do everything, including creating accounts for others. The link works once.'}
        </p>
        {save.error !== null && (
          <Alert color="red" role="alert" className={classes.error ?? ''}>
            {save.error}
          </Alert>
        )}
        {token !== null && (
          <>
            <TextInput label="Your name" autoComplete="name" autoFocus {...field('name')} />
            <TextInput label="E-mail" type="email" autoComplete="username" {...field('email')} />
            <PasswordInput
              label="Password"
              description="At least 12 characters"
              autoComplete="new-password"
              minLength={12}
              visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
              {...field('password')}
            />
            <Button type="submit" variant="filled" size="md" loading={save.isBusy}>
              Create account
            </Button>
          </>
        )}
      </form>
    </main>
  )
}

/** The part of the address after `#`; null: there is none; undefined: not known yet. */
function useToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>()
  useEffect(() => {
    const read = () => setToken(window.location.hash.slice(1) || null)
    read()
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  return token
}
