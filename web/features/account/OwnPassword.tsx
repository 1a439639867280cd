'use client'
import { PasswordInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from './strings.ts'

/** Confirms that the user of the session is present. */
export function OwnPassword(props: {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: ReactNode
}) {
  return (
    <PasswordInput
      label={texts.currentPassword}
      autoComplete="current-password"
      data-autofocus
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
      visibilityToggleButtonProps={{ 'aria-label': texts.showCurrentPassword }}
    />
  )
}
