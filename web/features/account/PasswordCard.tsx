'use client'
import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Account.module.css'
import { texts } from './strings.ts'

export function PasswordCard({ isOneTime }: { readonly isOneTime: boolean }) {
  const save = useSave(['current_password', 'new_password'])
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isDone, setDone] = useState(false)
  const submit = async () => {
    setDone(false)
    const body = { current_password: current, new_password: next }
    if ((await save.run(() => call(ENDPOINTS.changePassword, { body }))) === null) return
    setCurrent('')
    setNext('')
    setDone(true)
  }
  return (
    <Card label={texts.password}>
      <div className={table.tableHead}>
        <h2>{texts.password}</h2>
      </div>
      <form
        className={classes.body}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isBusy) void submit()
        }}
      >
        <div className={classes.form}>
          {save.error !== null && (
            <p role="alert" className={classes.error}>
              {save.error}
            </p>
          )}
          <PasswordInput
            label={isOneTime ? texts.oneTimePassword : texts.currentPassword}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={save.fields.current_password}
            visibilityToggleButtonProps={{ 'aria-label': texts.showCurrentPassword }}
          />
          <PasswordInput
            label={texts.newPassword}
            description={texts.atLeast12Characters}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={save.fields.new_password}
            visibilityToggleButtonProps={{ 'aria-label': texts.showNewPassword }}
          />
        </div>
        <Button type="submit" variant="filled" loading={save.isBusy}>
          {texts.changePassword}
        </Button>
        <p role="status">{isDone && texts.passwordChangedYourOtherSessions}</p>
      </form>
    </Card>
  )
}
