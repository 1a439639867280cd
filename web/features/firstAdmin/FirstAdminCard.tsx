'use client'
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import classes from '../../ui/EntryCard.module.css'
import { texts } from './strings.ts'

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
        <h1>{texts.createTheFirstAdministrator}</h1>
        <p className={classes.note}>
          {token === null ? texts.thisAddressIsNotComplete : texts.thisAccountCanDoEverything}
        </p>
        {save.error !== null && (
          <Alert color="red" role="alert" className={classes.error ?? ''}>
            {save.error}
          </Alert>
        )}
        {token !== null && (
          <>
            <TextInput label={texts.yourName} autoComplete="name" autoFocus {...field('name')} />
            <TextInput label={texts.eMail} type="email" autoComplete="username" {...field('email')} />
            <PasswordInput
              label={texts.password}
              description={texts.atLeast12Characters}
              autoComplete="new-password"
              minLength={12}
              visibilityToggleButtonProps={{ 'aria-label': texts.showPassword }}
              {...field('password')}
            />
            <Button type="submit" variant="filled" size="md" loading={save.isBusy}>
              {texts.createAccount}
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
